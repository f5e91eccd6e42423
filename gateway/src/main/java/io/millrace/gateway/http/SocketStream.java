package io.millrace.gateway.http;

import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketProtocolViolationException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A stream of results over a WebSocket: each message is an object, text or binary, and each result a message of text. All
 * state belongs to the event loop.
 */
final class SocketStream extends StreamSubscriber<WebSocketFrame> {
    private final ServiceRequestContext context;
    private final WebSocketWriter writer;
    private final int maxMessageBytes;
    private final FrameBytes arrived;
    private final ByteBudget budget;
    private final List<WebSocketFrame> out = new ArrayList<>();
    private final ResultBuffer text = new ResultBuffer();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private WebSocketCloseStatus endsWith = WebSocketCloseStatus.NORMAL_CLOSURE;
    private String reason = "";
    private long sentNanos = System.nanoTime();
    private boolean over;

    /**
     * One that is yet to begin.
     *
     * @param arrived knows what comes before it is in frames
     * @param taker gets what to call when a result is done
     */
    SocketStream(
            ServiceRequestContext context,
            WebSocketWriter writer,
            int maxMessageBytes,
            FrameBytes arrived,
            ByteBudget budget,
            Function<Runnable, StreamTaker> taker) {
        super(context, budget, taker);
        this.context = context;
        this.writer = writer;
        this.maxMessageBytes = maxMessageBytes;
        this.arrived = arrived;
        this.budget = budget;
    }

    void begin(WebSocket client) {
        arrived.whenFull(this::full);
        client.subscribe(this, context.eventLoop());
    }

    /** Ends after the results of what came: the client goes on elsewhere, or here anew. */
    void restart() {
        endsWith = WebSocketCloseStatus.SERVICE_RESTART;
        reason = "go on with another connection";
        stream().end();
    }

    /** Shows that it lives if it has said nothing for so long. */
    void beat(long nanos) {
        if (System.nanoTime() - sentNanos > nanos && !over) {
            write(WebSocketFrame.ofPing());
        }
    }

    private void write(WebSocketFrame frame) {
        if (writer.tryWrite(frame)) {
            sentNanos = System.nanoTime();
            stream().sent();
        }
    }

    @Override
    public void onNext(WebSocketFrame frame) {
        arrived.framed(frame.length());
        switch (frame.type()) {
            case TEXT, BINARY, CONTINUATION -> part(frame);
            case PING -> {
                arrived.give(frame.length());
                // A client that pings and does not read is read no more.
                write(WebSocketFrame.ofPong(frame.array()));
                stream().passed();
            }
            case PONG -> {
                arrived.give(frame.length());
                stream().passed();
            }
            case CLOSE -> stream().end();
        }
    }

    private void part(WebSocketFrame frame) {
        if (message.size() + (long) frame.length() > maxMessageBytes) {
            tooBig();
        } else if (!frame.isFinalFragment()) {
            message.writeBytes(frame.array());
            stream().passed();
        } else if (message.size() == 0) {
            stream().piece(frame.array());
        } else {
            message.writeBytes(frame.array());
            byte[] whole = message.toByteArray();
            message.reset();
            stream().piece(whole);
        }
    }

    private void tooBig() {
        fail(
                WebSocketCloseStatus.MESSAGE_TOO_BIG,
                new HttpProblemException(
                        413, "A message is larger than " + maxMessageBytes + " bytes (max.request.bytes)"));
    }

    private void full() {
        HttpProblemException noRoom = budget.noRoom();
        fail(SocketEnd.status(noRoom), noRoom);
    }

    private void fail(WebSocketCloseStatus status, HttpProblemException why) {
        endsWith = status;
        stream().fail(why);
    }

    @Override
    public void onError(Throwable failure) {
        if (failure instanceof HttpProblemException wrong) {
            fail(SocketEnd.status(wrong), wrong);
        } else if (failure instanceof WebSocketProtocolViolationException violation) {
            if (violation.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
                tooBig();
            } else {
                fail(violation.closeStatus(), new HttpProblemException(400, violation.getMessage()));
            }
        } else {
            stream().close();
        }
    }

    @Override
    public void handled(int bytes) {
        arrived.give(bytes);
    }

    @Override
    public void cancel() {
        arrived.release();
        // To cancel what comes would also take away what the client has yet to read.
        var unused = writer.whenComplete()
                .handleAsync(
                        (done, failure) -> {
                            unsubscribe();
                            return null;
                        },
                        context.eventLoop());
    }

    @Override
    public void add(Pending result) {
        result.write(text);
        out.add(WebSocketFrame.ofText(text.take()));
    }

    @Override
    public boolean send() {
        boolean sent = false;
        for (WebSocketFrame each : out) {
            sent = writer.tryWrite(each);
        }
        out.clear();
        sentNanos = System.nanoTime();
        return sent;
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
    public void end(HttpProblemException problem) {
        if (over) {
            return;
        }
        over = true;
        if (problem != null) {
            add(Pending.of(Reply.error(problem.code(), problem.getMessage())));
            reason = SocketEnd.brief(problem.getMessage());
        }
        // If the client is gone, nobody hears of it.
        var unused = send();
        writer.close(endsWith, reason);
    }

    @Override
    public void cut() {
        SocketEnd.cut(writer, context, "the client does not read its results");
    }
}
