package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.file.DirectoryListing;
import io.millrace.broker.log.file.OffsetName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.kafka.common.Uuid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one partition in offset order; the last one is active. Changes replace the whole list, readers take
 * whichever list is there. A roll and the end of a compaction hold different locks of the partition, so each change is
 * made under this object's own.
 */
public final class SegmentList {
    private static final Logger LOGGER = LoggerFactory.getLogger(SegmentList.class);

    private final SegmentContext context;
    private final Path directory;
    private volatile List<LogSegment> segments = List.of();

    public SegmentList(SegmentContext context, Path directory) {
        this.context = context;
        this.directory = directory;
    }

    /**
     * What is known before recovery looks.
     *
     * @param replayable the write-ahead log has everything behind the recovery point
     * @param logged what was found in the write-ahead log, to go by where nothing else is known
     * @param transactionIndexes the base offsets of segments that have an index of aborted transactions on disk
     */
    public record Known(
            long recoveryPoint,
            long logStartOffset,
            boolean replayable,
            LoggedRange logged,
            Set<Long> transactionIndexes) {}

    /** Result of {@link #recover}. */
    public record Recovered(long endOffset, long validatedBytes, long cutBytes, List<String> damage) {}

    /** For a directory that was made just now: no file is there before the first batch is. */
    public synchronized void beginUnwritten() {
        segments = List.of(LogSegment.createUnwritten(context, directory, 0));
    }

    public synchronized void createFirst(long baseOffset) throws IOException {
        segments = List.of(LogSegment.create(context, directory, baseOffset));
    }

    /**
     * Finds the segments on disk and brings those behind the recovery point into a usable state. Segments behind a cut
     * would leave a hole and are set aside: whatever of them was acknowledged should be in the write-ahead log. Without a
     * checkpoint a hole may be a compaction's, unless the write-ahead log turns out to have what is missing.
     */
    public Recovered recover(Known known, DirectoryListing files, Consumer<BatchView> visitor) throws IOException {
        long recoveryPoint = known.recoveryPoint();
        long logStartOffset = known.logStartOffset();
        List<Path> logs = logsAmong(files);
        if (logs.isEmpty()) {
            begin(Math.max(recoveryPoint, logStartOffset), files);
            return new Recovered(active().nextOffset(), 0, 0, lacking(logStartOffset, recoveryPoint));
        }
        List<LogSegment> found = new ArrayList<>();
        List<String> damage = new ArrayList<>();
        long validatedBytes = 0;
        long cutBytes = 0;
        long endOffset = 0;
        long replayableFrom = replayableFrom(known, logs.get(logs.size() - 1));
        for (int index = 0; index < logs.size(); index++) {
            boolean last = index + 1 == logs.size();
            long nextBase = last ? Long.MAX_VALUE : SegmentPaths.baseOffsetOf(logs.get(index + 1));
            if (nextBase <= recoveryPoint) {
                found.add(expecting(known, LogSegment.openSealed(context, logs.get(index), nextBase)));
                continue;
            }
            LogSegment segment = expecting(known, LogSegment.open(context, logs.get(index)));
            SegmentRecovery.Outcome outcome = SegmentRecovery.recover(
                    segment, files, known, last ? recoveryPoint : Math.min(nextBase, replayableFrom), visitor);
            found.add(segment);
            validatedBytes += outcome.validatedBytes();
            cutBytes += outcome.cutBytes();
            endOffset = outcome.endOffset();
            if (outcome.damagedBefore()) {
                damage.add("segment unreadable before offset " + endOffset + ": " + logs.get(index));
            }
            boolean hole = endOffset != nextBase
                    && !outcome.damagedBefore()
                    && (known.replayable() || endOffset >= replayableFrom);
            if (!last && (outcome.cutBytes() > 0 || hole)) {
                cutBytes += setAside(logs.subList(index + 1, logs.size()));
                break;
            }
            if (!last) {
                segment.seal();
            }
        }
        segments = List.copyOf(found);
        damage.addAll(lacking(endOffset, recoveryPoint));
        return new Recovered(endOffset, validatedBytes, cutBytes, damage);
    }

    /**
     * From here on the write-ahead log has everything that there is. Without a checkpoint that is so if what it has reaches
     * the end of the files: what was appended under {@code flush=async} it has not.
     */
    private long replayableFrom(Known known, Path lastLog) throws IOException {
        if (known.replayable()) {
            return known.recoveryPoint();
        }
        if (known.logged().equals(LoggedRange.NONE)) {
            return Long.MAX_VALUE;
        }
        LogSegment last = LogSegment.open(context, lastLog);
        long end = last.baseOffset();
        try (SegmentView view = last.view()) {
            BatchCursor cursor = new BatchCursor(view, 0, view.sizeBytes(), BatchView.HEADER_BYTES);
            while (cursor.next()) {
                end = cursor.batch().nextOffset();
            }
        } finally {
            last.retire();
        }
        return known.logged().to() >= end ? known.logged().from() : Long.MAX_VALUE;
    }

    private static LogSegment expecting(Known known, LogSegment segment) {
        if (known.transactionIndexes().contains(segment.baseOffset())) {
            segment.expectTransactionsOnDisk();
        }
        return segment;
    }

    private static List<String> lacking(long fromOffset, long toOffset) {
        return fromOffset >= toOffset ? List.of() : List.of("lacks offsets from " + fromOffset + " to " + toOffset);
    }

    public List<LogSegment> all() {
        return segments;
    }

    public LogSegment active() {
        List<LogSegment> present = segments;
        return present.get(present.size() - 1);
    }

    public LogSegment first() {
        return segments.get(0);
    }

    /** Index of the segment that would contain an offset, within {@code present}. */
    public static int floorIndex(List<LogSegment> present, long offset) {
        int low = 0;
        int high = present.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (present.get(middle).baseOffset() <= offset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    public long sizeBytes() {
        long size = 0;
        for (LogSegment segment : segments) {
            size += segment.sizeBytes();
        }
        return size;
    }

    public Set<Long> baseOffsets() {
        Set<Long> offsets = new TreeSet<>();
        segments.forEach(segment -> offsets.add(segment.baseOffset()));
        return offsets;
    }

    /** The base offsets of the segments that have an index of aborted transactions on disk. */
    public Set<Long> transactionIndexes() {
        Set<Long> offsets = new TreeSet<>();
        for (LogSegment segment : segments) {
            if (segment.hasTransactionsOnDisk()) {
                offsets.add(segment.baseOffset());
            }
        }
        return offsets;
    }

    /** Closes the active segment and begins a new one behind it. Nothing has changed if this throws. */
    public synchronized LogSegment roll() throws IOException {
        LogSegment closing = active();
        closing.makeFile();
        LogSegment fresh = LogSegment.create(context, directory, closing.nextOffset());
        closing.seal();
        fresh.follow(closing);
        List<LogSegment> changed = new ArrayList<>(segments);
        changed.add(fresh);
        segments = List.copyOf(changed);
        return fresh;
    }

    /** Takes segments off the list; the caller marks them deleted and removes their files later. */
    public synchronized void remove(List<LogSegment> gone) {
        List<LogSegment> changed = new ArrayList<>(segments);
        changed.removeAll(gone);
        segments = List.copyOf(changed);
    }

    /** Puts {@code replacement} where {@code replaced} stood, all at once for readers. */
    synchronized void replace(LogSegment replaced, LogSegment replacement) {
        List<LogSegment> changed = new ArrayList<>(segments);
        changed.set(changed.indexOf(replaced), replacement);
        segments = List.copyOf(changed);
    }

    /** Everything at and after {@code offset} goes, on disk too. Returns the segments that went as a whole. */
    public synchronized List<LogSegment> truncateTo(long offset) throws IOException {
        List<LogSegment> kept = new ArrayList<>();
        List<LogSegment> gone = new ArrayList<>();
        for (LogSegment segment : segments) {
            (segment.baseOffset() < offset ? kept : gone).add(segment);
        }
        if (kept.isEmpty()) {
            for (LogSegment segment : gone) {
                segment.markDeleted();
            }
            createFirst(offset);
            return gone;
        }
        SegmentTruncation.truncate(kept.get(kept.size() - 1), offset);
        segments = List.copyOf(kept);
        for (LogSegment segment : gone) {
            segment.markDeleted();
        }
        return gone;
    }

    private void begin(long baseOffset, DirectoryListing files) throws IOException {
        SegmentPaths paths = new SegmentPaths(directory, baseOffset);
        if (files.has(paths.offsetIndex()) || files.has(paths.timeIndex()) || files.has(paths.transactionIndex())) {
            createFirst(baseOffset);
        } else {
            segments = List.of(LogSegment.createUnwritten(context, directory, baseOffset));
        }
    }

    private static List<Path> logsAmong(DirectoryListing files) {
        List<Path> logs = new ArrayList<>();
        for (Path path : files.endingIn(SegmentPaths.LOG_SUFFIX)) {
            if (OffsetName.parse(path, SegmentPaths.LOG_SUFFIX).isPresent()) {
                logs.add(path);
            } else {
                LOGGER.warn("file of another name than a segment's left alone file={}", path);
            }
        }
        logs.sort(Comparator.naturalOrder());
        return logs;
    }

    private static long setAside(List<Path> logs) throws IOException {
        long bytes = 0;
        for (Path log : logs) {
            long logBytes = Files.size(log);
            bytes += logBytes;
            SegmentPaths paths = new SegmentPaths(log.getParent(), SegmentPaths.baseOffsetOf(log));
            Files.deleteIfExists(paths.offsetIndex());
            Files.deleteIfExists(paths.timeIndex());
            Files.deleteIfExists(paths.transactionIndex());
            if (logBytes == 0) {
                // Begun when the segment before it was closed, which had not been written out yet.
                Files.delete(log);
                continue;
            }
            Path aside = Path.of(log + "." + Uuid.randomUuid() + SegmentPaths.ASIDE_SUFFIX);
            Files.move(log, aside, StandardCopyOption.ATOMIC_MOVE);
            LOGGER.warn("segment behind a cut set aside file={} renamed={}", log, aside.getFileName());
        }
        return bytes;
    }
}
