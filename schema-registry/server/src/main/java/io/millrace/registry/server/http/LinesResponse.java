package io.millrace.registry.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.TimeoutMode;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends lines as NDJSON: the next piece is made when the client has taken the last one, on the blocking executor. */
final class LinesResponse {
    private static final Logger LOGGER = LoggerFactory.getLogger(LinesResponse.class);
    private static final MediaType NDJSON = MediaType.parse("application/x-ndjson");
    /** A piece ends with the line that fills it. */
    private static final int PIECE_CHARACTERS = 64 << 10;
    /** How long a client may take for one piece. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final ServiceRequestContext context;
    private final Lines lines;
    private final HttpResponseWriter writer = HttpResponse.streaming();

    private LinesResponse(ServiceRequestContext context, Lines lines) {
        this.context = context;
        this.lines = lines;
    }

    static HttpResponse of(ServiceRequestContext context, Lines lines) {
        LinesResponse response = new LinesResponse(context, lines);
        CompletableFuture<Void> unused =
                response.writer.whenComplete().whenComplete((done, gone) -> response.lines.close());
        response.writer.write(ResponseHeaders.of(HttpStatus.OK, "content-type", NDJSON));
        response.sendWhenConsumed();
        return response.writer;
    }

    private void sendWhenConsumed() {
        CompletableFuture<Void> unused =
                writer.whenConsumed().thenRunAsync(this::sendPiece, context.blockingTaskExecutor());
    }

    private void sendPiece() {
        try {
            context.setRequestTimeout(TimeoutMode.SET_FROM_NOW, PATIENCE);
            StringBuilder piece = new StringBuilder();
            while (piece.length() < PIECE_CHARACTERS && lines.hasNext()) {
                piece.append(lines.next()).append('\n');
            }
            if (piece.length() == 0) {
                writer.close();
            } else if (writer.tryWrite(HttpData.ofUtf8(piece))) {
                sendWhenConsumed();
            }
        } catch (RuntimeException e) {
            LOGGER.error("an answer in lines broke off", e);
            writer.close(e);
        }
    }
}
