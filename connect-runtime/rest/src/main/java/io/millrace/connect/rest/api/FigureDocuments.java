package io.millrace.connect.rest.api;

import io.millrace.connect.worker.control.ConnectorFigures;
import io.millrace.connect.worker.control.TaskFigures;
import io.millrace.connect.worker.control.TaskFigures.BudgetFigures;
import io.millrace.connect.worker.control.TaskFigures.ErrorFigures;
import io.millrace.connect.worker.control.TaskFigures.Flow;
import io.millrace.connect.worker.control.TaskFigures.PartitionFigures;
import io.millrace.connect.worker.control.TaskFigures.SinkFigures;
import io.millrace.connect.worker.control.TaskFigures.SourceFigures;
import io.millrace.connect.worker.control.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The JSON documents of a connector's figures; null stands for what is not known. */
final class FigureDocuments {
    private FigureDocuments() {}

    static Map<String, Object> connector(
            ConnectorFigures figures, List<Object> tasks, List<Map<String, Object>> unanswered) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", figures.name());
        document.put("type", figures.type().name().toLowerCase(Locale.ROOT));
        document.put("tasks", tasks);
        document.put("unanswered", unanswered);
        return document;
    }

    /** A task of which no figures are to be had. */
    static Map<String, Object> silent(TaskStatus task) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", task.id());
        document.put("worker_id", task.status().workerId());
        document.put("state", task.status().state().name());
        return document;
    }

    static Map<String, Object> task(TaskFigures task) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", task.task().task());
        document.put("worker_id", task.workerId());
        document.put("state", task.state().name());
        addFlow(document, "records_in", task.in());
        addFlow(document, "records_out", task.out());
        document.put("active_records", task.active());
        document.put("last_commit", time(task.lastCommitMs()));
        document.put("errors", errors(task.errors()));
        task.budget().ifPresent(budget -> document.put("budget", budget(budget)));
        task.source().ifPresent(source -> addSource(document, source));
        task.sink().ifPresent(sink -> addSink(document, sink));
        return document;
    }

    private static void addFlow(Map<String, Object> document, String name, Flow flow) {
        document.put(name + "_per_second", finite(flow.perSecond()));
        document.put(name + "_total", flow.total());
    }

    private static Map<String, Object> errors(ErrorFigures errors) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("failures", errors.failures());
        document.put("retries", errors.retries());
        document.put("given_up", errors.errors());
        document.put("skipped", errors.skipped());
        document.put("dead_letters", errors.deadLetters());
        document.put("last_failure", time(errors.lastErrorMs()));
        return document;
    }

    private static Map<String, Object> budget(BudgetFigures budget) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("held_bytes", budget.held());
        document.put("held_bytes_max", budget.heldMax());
        document.put("limit_bytes", budget.limit());
        document.put("budget_bytes", budget.bytes());
        document.put("throttled_ms", budget.throttledMs());
        return document;
    }

    private static void addSource(Map<String, Object> document, SourceFigures source) {
        document.put("source_delay_ms", number(source.delayMs()));
        document.put("last_poll", time(source.lastPollMs()));
    }

    private static void addSink(Map<String, Object> document, SinkFigures sink) {
        document.put("lag_records_max", number(sink.lagRecordsMax()));
        document.put("lag_seconds_max", number(sink.lagSecondsMax()));
        document.put("lag_asked", time(sink.askedMs()));
        document.put(
                "partitions",
                sink.partitions().stream().map(FigureDocuments::partition).toList());
    }

    private static Map<String, Object> partition(PartitionFigures partition) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("topic", partition.topic());
        document.put("partition", partition.partition());
        document.put("next_offset", partition.next());
        document.put("end_offset", number(partition.end()));
        document.put("lag_records", number(partition.lag()));
        document.put("lag_seconds", number(partition.lagSeconds()));
        return document;
    }

    private static Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    private static Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    private static String time(OptionalLong epochMs) {
        return epochMs.isPresent() ? Documents.time(epochMs.getAsLong()) : null;
    }
}
