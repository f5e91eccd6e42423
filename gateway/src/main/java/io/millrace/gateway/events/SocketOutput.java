package io.millrace.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.SocketEnd;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A stream over a WebSocket. Of its client it hears only that it closes, and pings, which it answers one after the other: the
 * next frame is read when the last answer is with the client.
 */
final class SocketOutput implements EventOutput<SocketPiece>, Subscriber<WebSocketFrame> {
    private final ServiceRequestContext context;
    private final WebSocketWriter writer = WebSocket.streaming();
    private Subscription client;

    SocketOutput(ServiceRequestContext context) {
        this.context = context;
    }

    WebSocket writer() {
        return writer;
    }

    @Override
    public SocketPiece piece() {
        return new SocketPiece();
    }

    @Override
    public boolean send(SocketPiece piece) {
        for (WebSocketFrame each : piece.frames()) {
            if (!writer.tryWrite(each)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public CompletableFuture<Void> whenTaken() {
        return writer.whenConsumed();
    }

    @Override
    public CompletableFuture<Void> whenOver() {
        return writer.whenComplete();
    }

    @Override
    public void fail(HttpProblemException problem, JsonNode document) {
        SocketEnd.fail(writer, problem, document);
    }

    @Override
    public void end() {
        writer.close(WebSocketCloseStatus.SERVICE_RESTART, "go on with the last id");
    }

    @Override
    public void cut() {
        SocketEnd.cut(writer, context, "the client does not read its events");
    }

    @Override
    public void onSubscribe(Subscription given) {
        client = given;
        given.request(1);
    }

    @Override
    public void onNext(WebSocketFrame frame) {
        switch (frame.type()) {
            case PING -> {
                // A client that pings and does not read is read no more.
                if (writer.tryWrite(WebSocketFrame.ofPong(frame.array()))) {
                    var unused = writer.whenConsumed().thenRun(() -> client.request(1));
                }
            }
            case PONG -> client.request(1);
            case CLOSE -> {
                writer.close(WebSocketCloseStatus.NORMAL_CLOSURE);
                client.request(1);
            }
            case TEXT, BINARY, CONTINUATION -> {
                writer.close(WebSocketCloseStatus.INVALID_MESSAGE_TYPE, "this stream takes no messages");
                client.request(1);
            }
        }
    }

    /** The client is gone, or does not keep to the protocol and is told so. */
    @Override
    public void onError(Throwable failure) {
        writer.close(failure);
    }

    @Override
    public void onComplete() {
        writer.close(WebSocketCloseStatus.NORMAL_CLOSURE);
    }
}
