package io.millrace.hub.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a connector's tasks for people. */
final class TaskTable {

    private static final String UNKNOWN = "-";

    private TaskTable() {}

    /** {@code metrics} is what the worker says. */
    static void print(JsonNode metrics, Output output) {
        boolean sink = "sink".equals(metrics.path("type").asText());
        List<List<Object>> rows = new ArrayList<>();
        for (JsonNode task : metrics.path("tasks")) {
            List<Object> row = new ArrayList<>(List.of(
                    task.path("id").asText(),
                    task.path("state").asText(),
                    task.path("worker_id").asText(),
                    rate(task.path("records_in_per_second")),
                    known(task.path("records_in_total")),
                    rate(task.path("records_out_per_second")),
                    known(task.path("records_out_total")),
                    known(task.path("active_records"))));
            if (sink) {
                row.add(known(task.path("lag_records_max")));
                row.add(rate(task.path("lag_seconds_max")));
            } else {
                row.add(known(task.path("source_delay_ms")));
            }
            row.add(known(task.path("last_commit")));
            rows.add(row);
        }
        List<String> columns =
                new ArrayList<>(List.of("task", "state", "worker", "in/s", "in", "out/s", "out", "active"));
        columns.addAll(sink ? List.of("lag", "lag s") : List.of("delay ms"));
        columns.add("last commit");
        output.table(columns, rows);
        for (JsonNode silent : metrics.path("unanswered")) {
            output.object(
                    silent,
                    silent.path("worker_id").asText() + ": "
                            + silent.path("reason").asText());
        }
    }

    private static String known(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? UNKNOWN : value.asText();
    }

    private static String rate(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.1f", value.asDouble()) : UNKNOWN;
    }
}
