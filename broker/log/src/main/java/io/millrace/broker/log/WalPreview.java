package io.millrace.broker.log;

import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import io.millrace.broker.log.wal.WalEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the write-ahead log says has become of whole partitions since the checkpoint, before any is opened. */
final class WalPreview {
    private final Map<RecoveryCheckpoint.Key, Long> cuts = new HashMap<>();
    private final Set<RecoveryCheckpoint.Key> created = new HashSet<>();
    private final Set<RecoveryCheckpoint.Key> removed = new HashSet<>();

    void note(WalEntry entry) {
        switch (entry.kind()) {
            case TRUNCATE, RESTART -> cuts.merge(keyOf(entry), entry.offset(), Math::min);
            case CREATE -> created.add(keyOf(entry));
            case DELETE -> removed.add(keyOf(entry));
            case BATCH, START, PADDING -> {}
        }
    }

    /** The lowest offset to which each partition was cut. */
    Map<RecoveryCheckpoint.Key, Long> cuts() {
        return cuts;
    }

    boolean isCreated(RecoveryCheckpoint.Key key) {
        return created.contains(key);
    }

    boolean isRemoved(RecoveryCheckpoint.Key key) {
        return removed.contains(key);
    }

    private static RecoveryCheckpoint.Key keyOf(WalEntry entry) {
        return new RecoveryCheckpoint.Key(entry.topicId(), entry.partition());
    }
}
