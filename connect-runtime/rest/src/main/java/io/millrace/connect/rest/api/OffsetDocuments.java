package io.millrace.connect.rest.api;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.OffsetChange;
import io.millrace.connect.worker.control.OffsetDifference;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Offsets, and what becomes of them, as JSON. */
final class OffsetDocuments {
    private OffsetDocuments() {}

    static Map<String, Object> offsets(List<ConnectorOffset> offsets) {
        return Map.of("offsets", offsets.stream().map(OffsetDocuments::offset).toList());
    }

    private static Map<String, Object> offset(ConnectorOffset offset) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("partition", offset.partition());
        document.put("offset", offset.offset().orElse(null));
        return document;
    }

    static Map<String, Object> changes(List<OffsetDifference> changes) {
        return Map.of("changes", changes.stream().map(OffsetDocuments::change).toList());
    }

    private static Map<String, Object> change(OffsetDifference change) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("partition", change.partition());
        document.put("from", change.from().orElse(null));
        document.put("to", change.to().orElse(null));
        return document;
    }

    /** Kafka Connect's sentence about a change; {@code done} is its verb. */
    static Map<String, Object> message(OffsetChange change, String done) {
        String message =
                switch (change) {
                    case CONNECTOR_AND_FRAMEWORK ->
                        "The offsets for this connector have been " + done + " successfully";
                    case FRAMEWORK_ONLY ->
                        "The Connect framework-managed offsets for this connector have been " + done
                                + " successfully. However, if this connector manages offsets externally, they will need to be"
                                + " manually " + done + " in the system that the connector uses.";
                };
        return Map.of("message", message);
    }

    static Map<String, Object> history(List<OffsetHistoryEntry> entries) {
        return Map.of("history", entries.stream().map(OffsetDocuments::entry).toList());
    }

    private static Map<String, Object> entry(OffsetHistoryEntry entry) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("id", entry.id());
        document.put("time", Documents.time(entry.atMs()));
        document.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        entry.by().ifPresent(who -> document.put("by", who));
        document.put("worker_id", entry.workerId());
        document.put(
                "offsets",
                entry.offsets()
                        .map(offsets ->
                                offsets.stream().map(OffsetDocuments::offset).toList())
                        .orElse(null));
        document.putAll(changes(entry.changes()));
        entry.failure().ifPresent(failure -> document.put("failure", failure));
        return document;
    }
}
