package io.millrace.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Dead letters, as tables. */
record DeadLetterTables(Output output) {

    private static final String PREFIX = "__connect.errors.";

    void partitions(JsonNode partitions) {
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode one : partitions) {
            long end = one.path("end_offset").asLong();
            rows.add(List.of(
                    one.path("topic").asText(),
                    one.path("partition").asInt(),
                    one.path("first_offset").asLong(),
                    end,
                    end - one.path("redrive_offset").asLong()));
        }
        output.table(List.of("topic", "partition", "first", "end", "to-redrive"), rows);
    }

    void letters(JsonNode letters) {
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode one : letters) {
            rows.add(List.of(
                    one.path("offset").asLong(),
                    header(one, "topic"),
                    header(one, "stage"),
                    header(one, "exception.message"),
                    text(one.path("key")),
                    text(one.path("value")),
                    one.path("not_redrivable").asText()));
        }
        output.table(List.of("offset", "topic", "stage", "error", "key", "value", "not-redrivable"), rows);
    }

    private static String header(JsonNode letter, String name) {
        String found = "";
        for (JsonNode header : letter.path("headers")) {
            if (header.path("key").asText().equals(PREFIX + name)) {
                found = text(header.path("value"));
            }
        }
        return found;
    }

    private static String text(JsonNode value) {
        return value.isNull() ? "" : value.isTextual() ? value.asText() : value.toString();
    }
}
