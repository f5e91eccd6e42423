package io.millrace.broker.log;

import io.millrace.broker.log.fault.DiskFullException;
import io.millrace.broker.log.file.CleanShutdownMarker;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import io.millrace.broker.log.wal.WalRecovery;
import io.millrace.broker.log.wal.WriteAheadLog;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an opened directory to where the process before this one was: opens its logs, gives them what only the
 * write-ahead log has, and begins a new write-ahead log. Only then may anybody append.
 */
final class DirectoryRecovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(DirectoryRecovery.class);
    /** A checkpoint is due when this part of the write-ahead log files is in use. */
    private static final int CHECKPOINT_SHARE = 4;

    private final Path path;
    private final DirectoryContext context;
    private final LogTable table;
    private final UpkeepThread upkeep;
    private final RecoveryFindings findings;

    DirectoryRecovery(
            Path path, DirectoryContext context, LogTable table, UpkeepThread upkeep, RecoveryFindings findings) {
        this.path = path;
        this.context = context;
        this.table = table;
        this.upkeep = upkeep;
        this.findings = findings;
    }

    /** Whoever calls closes what this has begun when it throws. {@code clean}: the process before closed the directory. */
    void run(boolean clean) throws IOException {
        RecoveryCheckpoint checkpoint = RecoveryCheckpoint.read(path);
        Path walPath = path.resolve("wal");
        WalRecovery walRecovery =
                WalRecovery.of(context.store(), walPath, context.config().wal(), checkpoint.walPosition());
        WalReplay replay = new WalReplay(table, findings);
        WalPreview preview = new WalPreview();
        boolean settled = false;
        if (clean) {
            table.openAll(checkpoint, preview);
        } else {
            walRecovery.replay(checkpoint.walPosition(), preview::note);
            table.openAll(checkpoint.cutTo(preview.cuts()), preview);
            walRecovery.replay(checkpoint.walPosition(), replay::apply);
            boolean complete = replay.finish();
            walRecovery.damage().forEach(findings::damaged);
            if (!complete || !walRecovery.damage().isEmpty()) {
                walRecovery.withholdFrom(checkpoint.walPosition());
            } else if (checkpoint.isPresent() && !walRecovery.hasWithheld()) {
                settled = walRecovery.keepFrom(checkpoint.walPosition());
            }
        }
        CleanShutdownMarker.remove(context.store(), path);
        context.wal(new WriteAheadLog(
                context.store(),
                walPath,
                context.config().wal(),
                walRecovery,
                checkpoint.walPosition(),
                new WalWatch()));
        context.checkpoints().onDue(upkeep::requestCheckpoint);
        context.checkpoints().reached(checkpoint.walPosition());
        if (!clean) {
            table.all().forEach(log -> log.parts().unlogged.raiseBarrier());
        }
        if (settled && tailBytes(replay) <= context.config().wal().fileBytes()) {
            logTailsOrSync(replay, walRecovery);
        } else if (!findings.isUneventful() || walRecovery.hasWithheld() || !checkpoint.isPresent()) {
            checkpoint(walRecovery);
        }
    }

    /** What logging the tails would take: most of it stems from {@code flush=async}. */
    private long tailBytes(WalReplay replay) throws IOException {
        long bytes = 0;
        for (DiskPartitionLog log : table.all()) {
            bytes += log.appender().tailBytes(replay.loggedEnd(log));
        }
        return bytes;
    }

    /**
     * The last batches before a kill may be in a segment's unsynced end and not in the write-ahead log: from now on they
     * count, so they are logged. One group commit for all partitions, instead of syncs for each.
     */
    private void logTailsOrSync(WalReplay replay, WalRecovery walRecovery) throws IOException {
        try {
            for (DiskPartitionLog log : table.all()) {
                log.appender().logTail(replay.loggedEnd(log));
            }
            context.wal().awaitDurable();
        } catch (DiskFullException noRoom) {
            // Syncs need none, and retention can make some only in a directory that is open.
            LOGGER.warn("tails synced instead of logged path={} reason={}", path, noRoom.getMessage());
            checkpoint(walRecovery);
        }
    }

    private void checkpoint(WalRecovery walRecovery) throws IOException {
        upkeep.checkpoint();
        // The checkpoint leaves refused logs out, and the write-ahead log's files have what memory got from them.
        table.writeOut();
        walRecovery.setAsideWithheld();
    }

    /** What the write-ahead log wants its directory to do. */
    private final class WalWatch implements WriteAheadLog.WalListener {
        @Override
        public void onFailure(Throwable cause) {
            context.fail(cause);
        }

        @Override
        public void onFileNeeded(int filesInUse) {
            if (filesInUse > 1 + context.config().wal().maxFiles() / CHECKPOINT_SHARE) {
                upkeep.requestCheckpoint();
            }
        }
    }
}
