package io.millrace.connect.worker.observe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Whether a source is in its snapshot, by the source offset of a record: as long as a task that ends would have to begin
 * its snapshot anew.
 *
 * <ul>
 *   <li>Debezium's relational connectors have a field {@code snapshot} there, and say when the snapshot is complete.
 *   <li>Debezium's for MongoDB has {@code initsync}.
 *   <li>Debezium's for Vitess and Spanner have no such field: they note how far a snapshot is, and go on there.
 *   <li>MongoDB's own connector has {@code copy} while it copies what exists, beside the {@code _id} of a document.
 * </ul>
 */
final class SnapshotMark {

    private static final String SNAPSHOT = "snapshot";
    private static final String MONGODB_OF_DEBEZIUM = "initsync";
    private static final String MONGODB_OF_MONGODB = "copy";
    private static final String MONGODB_ID = "_id";
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
        if (offset == null) {
            return false;
        }
        return relational(offset)
                || is(offset.get(MONGODB_OF_DEBEZIUM))
                || (offset.containsKey(MONGODB_ID) && is(offset.get(MONGODB_OF_MONGODB)));
    }

    private static boolean relational(Map<String, ?> offset) {
        String mark = String.valueOf(offset.get(SNAPSHOT));
        boolean running = !mark.equals("null") && !mark.equalsIgnoreCase("false") && !mark.equalsIgnoreCase(RESUMABLE);
        return running && !is(offset.get("snapshot_completed")) && !is(offset.get("last_snapshot_record"));
    }

    private static boolean is(Object value) {
        return value != null && value.toString().equalsIgnoreCase("true");
    }
}
