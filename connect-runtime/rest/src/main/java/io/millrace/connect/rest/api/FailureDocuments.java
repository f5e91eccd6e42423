package io.millrace.connect.rest.api;

import io.millrace.connect.plan.restart.Failure;
import io.millrace.connect.worker.control.InstanceFailures;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What failed, as JSON; ours alone. */
final class FailureDocuments {
    private FailureDocuments() {}

    static List<Map<String, Object>> of(List<InstanceFailures> instances) {
        return instances.stream().map(FailureDocuments::of).toList();
    }

    private static Map<String, Object> of(InstanceFailures instance) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("connector", instance.instance().connector());
        instance.instance().task().ifPresent(task -> document.put("task", task.task()));
        document.put(
                "failures",
                instance.history().failures().stream().map(FailureDocuments::of).toList());
        return document;
    }

    private static Map<String, Object> of(Failure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", Instant.ofEpochMilli(failure.atMs()).toString());
        document.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
        document.put("error", failure.error());
        failure.restartAtMs()
                .ifPresent(at ->
                        document.put("restart_at", Instant.ofEpochMilli(at).toString()));
        document.put("note", failure.note());
        return document;
    }
}
