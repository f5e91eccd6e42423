package io.millrace.gateway.events;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Events as they go over the wire. One thread at a time. */
final class EventText {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A record, and where a client that has it goes on. */
    EventText record(String id, JsonNode document) {
        return text("id: " + id + "\ndata: ").document(document);
    }

    /** Where a client goes on that got nothing more: clients remember it, and see no event. */
    EventText position(String id) {
        return text("id: " + id + "\n\n");
    }

    /** A comment: the stream lives. */
    EventText beat() {
        return text(":\n\n");
    }

    /** The last event of a stream that ends before its client wants it to. */
    EventText error(JsonNode problem) {
        return text("event: error\ndata: ").document(problem);
    }

    /** JSON has no line breaks of its own, which would end a line of data. */
    private EventText document(JsonNode document) {
        out.writeBytes(Json.write(document));
        return text("\n\n");
    }

    private EventText text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
