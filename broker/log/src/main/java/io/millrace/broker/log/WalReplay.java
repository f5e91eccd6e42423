package io.millrace.broker.log;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import io.millrace.broker.log.wal.WalEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Gives the segments what only the write-ahead log has. Entries come in the order in which they were written, so a batch
 * either is there already, or comes next, or follows one that a later truncation takes back anyway; only if no
 * truncation does is a hole real damage.
 */
final class WalReplay {
    private final LogTable logs;
    private final RecoveryFindings findings;
    private final Map<RecoveryCheckpoint.Key, Long> holes = new LinkedHashMap<>();
    private final Map<RecoveryCheckpoint.Key, Long> orphans = new LinkedHashMap<>();
    private final Set<RecoveryCheckpoint.Key> refused = new LinkedHashSet<>();
    /** Where the write-ahead log's knowledge of each partition ends. */
    private final Map<RecoveryCheckpoint.Key, Long> loggedEnds = new HashMap<>();

    WalReplay(LogTable logs, RecoveryFindings findings) {
        this.logs = logs;
        this.findings = findings;
    }

    void apply(WalEntry entry) {
        try {
            RecoveryCheckpoint.Key key = new RecoveryCheckpoint.Key(entry.topicId(), entry.partition());
            DiskPartitionLog log = logs.find(key);
            if (entry.kind() == WalEntry.Kind.CREATE) {
                if (log == null) {
                    logs.restore(WalPreview.identityOf(entry));
                    orphans.remove(key);
                }
            } else if (log == null) {
                noteOrphan(entry, key);
            } else {
                apply(entry, key, log);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Names the damage that no later entry has explained. False if entries are left that no log has. */
    boolean finish() {
        holes.forEach((key, offset) -> {
            DiskPartitionLog log = logs.find(key);
            if (log != null) {
                String line = "lacks offsets from " + log.logEndOffset() + " to " + offset;
                log.parts().refuse(line, offset);
            }
        });
        orphans.forEach((key, entries) -> findings.damaged("write-ahead log has " + entries + " entries of partition "
                + key.partition() + " of topic id " + key.topicId() + ", which has no directory"));
        return holes.isEmpty() && orphans.isEmpty() && refused.isEmpty();
    }

    /** Below this offset the write-ahead log, or the segments' synced part, has everything of the log. */
    long loggedEnd(DiskPartitionLog log) {
        return Math.max(
                log.parts().recoveryPoint,
                loggedEnds.getOrDefault(log.parts().identity.key(), 0L));
    }

    /** A directory that is missing is no damage if a later removal is why. */
    private void noteOrphan(WalEntry entry, RecoveryCheckpoint.Key key) {
        if (entry.kind() == WalEntry.Kind.DELETE) {
            orphans.remove(key);
        } else {
            orphans.merge(key, 1L, Long::sum);
        }
    }

    private void apply(WalEntry entry, RecoveryCheckpoint.Key key, DiskPartitionLog log) throws IOException {
        switch (entry.kind()) {
            case BATCH -> replayBatch(entry, key, log);
            case CREATE -> throw new IllegalStateException("creation of a log that exists: " + key);
            case PADDING -> throw new IllegalStateException("padding is nobody's entry: " + key);
            case DELETE -> {
                logs.retire(key);
                forgive(key);
            }
            case TRUNCATE -> {
                log.cutter().truncateTo(entry.offset());
                loggedEnds.computeIfPresent(key, (unused, end) -> Math.min(end, entry.offset()));
                holes.computeIfPresent(key, (unused, offset) -> offset >= entry.offset() ? null : offset);
            }
            case START -> log.cutter().startAt(Math.min(entry.offset(), log.logEndOffset()));
            case RESTART -> {
                if (log.logStartOffset() < entry.offset() || log.logEndOffset() < entry.offset()) {
                    log.cutter().restartAt(entry.offset());
                    log.parts().readmit();
                }
                forgive(key);
            }
        }
    }

    private void forgive(RecoveryCheckpoint.Key key) {
        holes.remove(key);
        refused.remove(key);
        loggedEnds.remove(key);
    }

    private void replayBatch(WalEntry entry, RecoveryCheckpoint.Key key, DiskPartitionLog log) {
        loggedEnds.put(key, new BatchView(entry.payload(), 0).nextOffset());
        if (entry.offset() > log.logEndOffset()) {
            holes.putIfAbsent(key, entry.offset());
        } else if (entry.offset() == log.logEndOffset() && log.parts().isRefused()) {
            refused.add(key);
        } else if (entry.offset() == log.logEndOffset()) {
            log.appender().replay(new BatchView(entry.payload(), 0).bytes());
            findings.replayed();
        }
    }
}
