package io.millrace.connect.rest.api;

import io.millrace.connect.plan.Move;
import io.millrace.connect.worker.control.ConnectorPlacement;
import io.millrace.connect.worker.control.ConnectorPlacement.PlacedTask;
import io.millrace.connect.worker.control.ConnectorPlacement.WorkerUse;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The JSON document of where a connector's tasks are; null stands for what is not known. */
final class PlacementDocuments {
    private PlacementDocuments() {}

    static Map<String, Object> of(ConnectorPlacement placement) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", placement.name());
        document.put("by", placement.byLoad() ? "load" : "count");
        document.put(
                "tasks",
                placement.tasks().stream().map(PlacementDocuments::task).toList());
        document.put(
                "workers",
                placement.workers().stream().map(PlacementDocuments::worker).toList());
        return document;
    }

    private static Map<String, Object> task(PlacedTask task) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", task.id());
        document.put("worker_id", task.workerId().orElse(null));
        document.put("why", why(task));
        document.put("load", thousandths(task.load()));
        document.put(
                "measured_ms", task.measuredMs().isPresent() ? task.measuredMs().getAsLong() : null);
        document.put(
                "held",
                task.held().map(held -> held.name().toLowerCase(Locale.ROOT)).orElse(null));
        task.move().ifPresent(move -> document.put("moved", move(move)));
        return document;
    }

    private static String why(PlacedTask task) {
        if (task.workerId().isEmpty()) {
            return "It is not placed yet.";
        }
        if (task.waiting()) {
            return "It is meant for this worker, and another one has yet to stop it.";
        }
        return task.move().isPresent()
                ? "It was moved there because its worker was used more."
                : "It was placed there when it had no worker, or when this worker joined.";
    }

    private static Map<String, Object> move(Move move) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("time", Documents.time(move.atMs()));
        document.put("from", move.from());
        document.put("load", move.load() / 1000.0);
        document.put("from_used", move.fromUsed() / 1000.0);
        document.put("to_used", move.toUsed() / 1000.0);
        return document;
    }

    private static Map<String, Object> worker(WorkerUse worker) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("worker_id", worker.workerId());
        document.put("used", thousandths(worker.used()));
        document.put("tasks", worker.tasks());
        return document;
    }

    private static Double thousandths(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() / 1000.0 : null;
    }
}
