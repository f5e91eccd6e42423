package io.millrace.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;

/** How a WebSocket ends for a reason that HTTP would tell by a status. Any thread. */
public final class SocketEnd {
    /** Codes for applications begin here; behind it stands a status of HTTP. */
    private static final int CLOSE_CODES = 4_000;

    /** What the protocol allows. */
    private static final int REASON_BYTES_MAX = 123;

    private SocketEnd() {}

    /** The code that says the same as the status. */
    static WebSocketCloseStatus status(HttpProblemException problem) {
        return WebSocketCloseStatus.ofPrivateUse(CLOSE_CODES + problem.status(), "see");
    }

    /** Sends the document and closes; if the client is gone, nobody hears of it. */
    public static void fail(WebSocketWriter writer, HttpProblemException problem, JsonNode document) {
        var unused = writer.tryWrite(WebSocketFrame.ofText(Json.write(document)));
        writer.close(status(problem), brief(String.valueOf(problem.getMessage())));
    }

    /** Ends the connection of a client that does not read, and would not read why either. */
    public static void cut(WebSocketWriter writer, ServiceRequestContext context, String why) {
        TimeoutException late = new TimeoutException(why);
        writer.abort(late);
        context.cancel(late);
    }

    /** The beginning of a text, so far as it fits. */
    static String brief(String text) {
        StringBuilder brief = new StringBuilder();
        int bytes = 0;
        for (int character : text.codePoints().toArray()) {
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > REASON_BYTES_MAX) {
                break;
            }
            brief.appendCodePoint(character);
        }
        return brief.toString();
    }
}
