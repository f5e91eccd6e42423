package io.millrace.connect.worker.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Whether a source is in its snapshot, by the source offset of a record: all connectors of Debezium have a field
 * {@code snapshot} there as long as a task that ends would have to begin its snapshot anew, and say when it is complete.
 */
final class SnapshotMark {

    private static final String SNAPSHOT = "snapshot";
    /** A snapshot on request that goes on where it was. */
    private static final String RESUMABLE = "INCREMENTAL";

    private SnapshotMark() {}

    /** What the newest record says; empty for a batch without any. */
    static Optional<Boolean> of(List<SourceRecord> batch) {
        return batch.isEmpty()
                ? Optional.empty()
                : Optional.of(of(batch.get(batch.size() - 1).sourceOffset()));
    }

    private static boolean of(Map<String, ?> offset) {
        if (offset == null || !offset.containsKey(SNAPSHOT)) {
            return false;
        }
        String mark = String.valueOf(offset.get(SNAPSHOT));
        boolean running = !mark.equals("null") && !mark.equalsIgnoreCase("false") && !mark.equalsIgnoreCase(RESUMABLE);
        return running && !is(offset.get("snapshot_completed")) && !is(offset.get("last_snapshot_record"));
    }

    private static boolean is(Object value) {
        return value != null && value.toString().equalsIgnoreCase("true");
    }
}
