package io.millrace.broker.log;

import io.millrace.broker.log.segment.LoggedRange;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import io.millrace.broker.log.wal.WalEntry;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the write-ahead log says has become of whole partitions since the checkpoint, before any is opened. */
final class WalPreview {
    private final Map<RecoveryCheckpoint.Key, Long> cuts = new HashMap<>();
    private final Set<RecoveryCheckpoint.Key> created = new HashSet<>();
    private final Set<String> createdDirectories = new HashSet<>();
    private final Set<RecoveryCheckpoint.Key> removed = new HashSet<>();
    private final Map<RecoveryCheckpoint.Key, LoggedRange> logged = new HashMap<>();

    void note(WalEntry entry) {
        switch (entry.kind()) {
            case TRUNCATE, RESTART -> cuts.merge(keyOf(entry), entry.offset(), Math::min);
            case CREATE -> {
                created.add(keyOf(entry));
                createdDirectories.add(identityOf(entry).directoryName());
            }
            case DELETE -> removed.add(keyOf(entry));
            case BATCH ->
                logged.merge(keyOf(entry), LoggedRange.of(entry.offset(), entry.payload()), LoggedRange::then);
            case START, PADDING -> {}
        }
    }

    /** The lowest offset to which each partition was cut. */
    Map<RecoveryCheckpoint.Key, Long> cuts() {
        return cuts;
    }

    /** The last offsets of which it has all batches. */
    LoggedRange loggedOf(RecoveryCheckpoint.Key key) {
        return logged.getOrDefault(key, LoggedRange.NONE);
    }

    boolean isCreated(RecoveryCheckpoint.Key key) {
        return created.contains(key);
    }

    /** Whether a log was created that has a directory of this name. */
    boolean isCreated(String directoryName) {
        return createdDirectories.contains(directoryName);
    }

    boolean isRemoved(RecoveryCheckpoint.Key key) {
        return removed.contains(key);
    }

    /** Of the creation of a log. */
    static PartitionIdentity identityOf(WalEntry creation) {
        String topic =
                StandardCharsets.UTF_8.decode(creation.payload().duplicate()).toString();
        return new PartitionIdentity(creation.topicId(), topic, creation.partition());
    }

    private static RecoveryCheckpoint.Key keyOf(WalEntry entry) {
        return new RecoveryCheckpoint.Key(entry.topicId(), entry.partition());
    }
}
