package io.millrace.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The offsets of a connector, as the worker tells them to programs and as tables for people. */
record OffsetTables(Output output) {

    private static final String NONE = "-";

    void offsets(JsonNode answer) {
        if (output.isJson()) {
            output.object(answer, "");
            return;
        }
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode one : answer.path("offsets")) {
            rows.add(List.of(value(one.path("partition")), value(one.path("offset"))));
        }
        output.table(List.of("partition", "offset"), rows);
    }

    /** {@code dryRun}: they would be made, and are not. */
    void changes(JsonNode answer, boolean dryRun) {
        if (output.isJson()) {
            output.object(answer, "");
            return;
        }
        output.object(
                answer, dryRun ? "This would change:" : answer.path("message").asText());
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode one : answer.path("changes")) {
            rows.add(List.of(value(one.path("partition")), value(one.path("from")), value(one.path("to"))));
        }
        output.table(List.of("partition", "from", "to"), rows);
    }

    void history(JsonNode answer) {
        if (output.isJson()) {
            output.object(answer, "");
            return;
        }
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode one : answer.path("history")) {
            rows.add(List.of(
                    one.path("id").asLong(),
                    one.path("time").asText(),
                    one.path("kind").asText(),
                    one.path("by").asText(NONE),
                    one.path("changes").size(),
                    one.path("offsets").isArray() ? "yes" : "no",
                    one.path("failure").asText("")));
        }
        output.table(List.of("id", "time", "kind", "by", "changes", "rollback", "failure"), rows);
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? NONE : value.toString();
    }
}
