package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.file.DirectoryListing;
import io.millrace.broker.log.file.PartitionMetadataFile;
import io.millrace.broker.log.segment.LogSegment;
import io.millrace.broker.log.segment.LoggedRange;
import io.millrace.broker.log.segment.SegmentList;
import io.millrace.broker.log.segment.SegmentPaths;
import io.millrace.broker.log.upkeep.RecoveryCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a partition's log from an empty directory or from what is on disk. */
final class LogOpener {
    private static final Logger LOGGER = LoggerFactory.getLogger(LogOpener.class);

    private static final DirectoryListing NO_FILES = new DirectoryListing(Set.of());

    private final DirectoryContext directory;
    private final RemovedFiles removedFiles;
    private final RecoveryFindings findings;

    LogOpener(DirectoryContext directory, RemovedFiles removedFiles, RecoveryFindings findings) {
        this.directory = directory;
        this.removedFiles = removedFiles;
        this.findings = findings;
    }

    /** Nothing of this is synced: the write-ahead log has the creation, the next checkpoint the files. */
    DiskPartitionLog create(PartitionIdentity identity, Path path, LogConfig config) throws IOException {
        Files.createDirectory(path);
        PartitionMetadataFile.write(path, identity.topicId());
        LogParts parts = new LogParts(directory, identity, path, config, NO_FILES);
        parts.segments.beginUnwritten();
        parts.changedSinceCheckpoint = true;
        parts.filesChangedSinceCheckpoint = true;
        return new DiskPartitionLog(parts, removedFiles, false);
    }

    /**
     * Recovers up to what the segments have; the write-ahead log's tail is replayed afterwards.
     *
     * @param logged what the write-ahead log has, which matters if there is no checkpoint
     */
    DiskPartitionLog open(PartitionIdentity identity, Path path, RecoveryCheckpoint checkpoint, LoggedRange logged)
            throws IOException {
        RecoveryCheckpoint.Entry known = checkpoint.entryOf(identity.topicId(), identity.partition());
        DirectoryListing files = DirectoryListing.of(path);
        removeLeftovers(files);
        List<Path> earlierAside = files.endingIn(SegmentPaths.ASIDE_SUFFIX);
        LogParts parts =
                new LogParts(directory, identity, path, directory.config().defaults(), files);
        parts.epochs.truncateTo(known.recoveryPoint() + 1);
        SegmentList.Recovered recovered = parts.segments.recover(
                new SegmentList.Known(
                        known.recoveryPoint(),
                        known.logStartOffset(),
                        checkpoint.isPresent(),
                        logged,
                        known.transactionIndexes()),
                files,
                batch -> parts.epochs.begin(batch.leaderEpoch(), batch.baseOffset()));
        parts.epochs.truncateTo(recovered.endOffset() + 1);
        parts.logEndOffset = recovered.endOffset();
        parts.durableEndOffset = recovered.endOffset();
        parts.logStartOffset = Math.min(
                recovered.endOffset(),
                Math.max(known.logStartOffset(), parts.segments.first().baseOffset()));
        parts.highWatermark = Math.min(recovered.endOffset(), Math.max(known.highWatermark(), parts.logStartOffset));
        parts.recoveryPoint = known.recoveryPoint();
        parts.recordedRecoveryPoint = known.recoveryPoint();
        parts.compactedUpTo = Math.min(recovered.endOffset(), known.compactedUpTo());
        parts.holesBelow = Math.min(recovered.endOffset(), known.holesBelow());
        parts.recordedHolesBelow = parts.holesBelow;
        parts.changedSinceCheckpoint = recovered.endOffset() != known.recoveryPoint() || recovered.cutBytes() > 0;
        // Whoever wrote the tail may have made its files, and has not lived to sync their names.
        parts.filesChangedSinceCheckpoint = parts.changedSinceCheckpoint || parts.isUnwritten();
        long damagedFrom = readmitTransactions(
                parts, known.transactionIndexes(), files.endingIn(SegmentPaths.TRANSACTION_INDEX_SUFFIX));
        List<String> damage = new ArrayList<>(recovered.damage());
        if (known.hasProducers() || damagedFrom < known.recoveryPoint()) {
            long offset = Math.min(recovered.endOffset(), known.recoveryPoint());
            damage.addAll(parts.rebuildProducers(offset, Math.min(offset, damagedFrom)));
        } else {
            parts.snapshots.removeAbove(known.recoveryPoint());
            damage.addAll(parts.replayProducers(known.recoveryPoint()));
        }
        if (!damage.isEmpty()) {
            // Without a checkpoint nothing on disk may be taken for a torn tail the next time.
            parts.refuse(
                    String.join("; ", damage), checkpoint.isPresent() ? known.recoveryPoint() : recovered.endOffset());
        } else {
            deleteAll(earlierAside);
        }
        findings.recovered(recovered);
        return new DiskPartitionLog(parts, removedFiles, known.hasProducers() || parts.producers.size() > 0);
    }

    /**
     * Empties damaged indexes of aborted transactions and says from where the log must be looked at to fill them and those
     * that are expected and missing.
     */
    private static long readmitTransactions(LogParts parts, Set<Long> expected, List<Path> found) throws IOException {
        List<Path> files = new ArrayList<>(found);
        long damagedFrom = Long.MAX_VALUE;
        boolean none = files.isEmpty() && expected.isEmpty();
        for (LogSegment segment : none ? List.<LogSegment>of() : parts.segments.all()) {
            boolean present = files.remove(new SegmentPaths(parts.path(), segment.baseOffset()).transactionIndex());
            if ((present || expected.contains(segment.baseOffset())) && !segment.readmitTransactions()) {
                LOGGER.warn(
                        "index of aborted transactions damaged or missing, built anew partition={} segment={}",
                        parts.identity,
                        segment.baseOffset());
                damagedFrom = Math.min(damagedFrom, segment.baseOffset());
            }
        }
        deleteAll(files);
        return damagedFrom;
    }

    private static void removeLeftovers(DirectoryListing files) throws IOException {
        for (String suffix : new String[] {SegmentPaths.DELETED_SUFFIX, SegmentPaths.CLEANED_SUFFIX, ".tmp"}) {
            deleteAll(files.endingIn(suffix));
        }
    }

    private static void deleteAll(List<Path> paths) throws IOException {
        for (Path path : paths) {
            Files.deleteIfExists(path);
        }
    }
}
