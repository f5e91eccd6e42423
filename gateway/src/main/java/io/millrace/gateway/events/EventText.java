package io.millrace.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Events as they go over the wire. One thread at a time. */
final class EventText implements EventOutput.Piece {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public void record(String id, JsonNode document) {
        text("id: " + id + "\ndata: ").document(document);
    }

    /** Clients remember it, and see no event. */
    @Override
    public void position(String id) {
        text("id: " + id + "\n\n");
    }

    /** A comment. */
    @Override
    public void beat() {
        text(":\n\n");
    }

    /** The last event of a stream that ends before its client wants it to. */
    void error(JsonNode problem) {
        text("event: error\ndata: ").document(problem);
    }

    /** JSON has no line breaks of its own, which would end a line of data. */
    private void document(JsonNode document) {
        out.writeBytes(Json.write(document));
        text("\n\n");
    }

    private EventText text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
