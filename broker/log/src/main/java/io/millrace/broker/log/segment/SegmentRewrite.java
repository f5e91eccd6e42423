package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Replaces a closed segment by a filtered copy under the same name. The indexes go first and the copy is renamed over the
 * original, so that at any moment a crash leaves one whole segment, whose indexes are then built anew.
 */
public final class SegmentRewrite {
    private static final int WINDOW_BYTES = 1 << 20;

    private SegmentRewrite() {}

    /** Shows every whole batch until the visitor has enough. A damaged one is refused. */
    public static void visit(LogSegment segment, Predicate<ByteBuffer> visitor) throws IOException {
        int sizeBytes = segment.sizeBytes();
        try (LogSegment.FileHold hold = new LogSegment.FileHold(segment.file())) {
            BatchCursor cursor = new BatchCursor(hold.channel(), 0, sizeBytes, WINDOW_BYTES);
            boolean more = true;
            while (more && cursor.next()) {
                BatchView batch = cursor.wholeBatch();
                if (!batch.isIntact()) {
                    throw SegmentReader.damaged(segment, cursor.position());
                }
                more = visitor.test(batch.bytes());
            }
            if (more && cursor.position() < sizeBytes) {
                throw SegmentReader.damaged(segment, cursor.position());
            }
        }
    }

    /**
     * Writes the copy and, if it differs, puts it in place of the original on disk and in the list. It may differ at the
     * same size: tombstones get the time at which they go.
     *
     * @return bytes saved
     */
    public static long rewrite(
            SegmentContext context, SegmentList list, LogSegment segment, UnaryOperator<ByteBuffer> filter)
            throws IOException {
        Path original = segment.paths().log();
        Path copy = Path.of(original + SegmentPaths.CLEANED_SUFFIX);
        Files.deleteIfExists(copy);
        Copied copied = new Copied();
        FileStore store = context.store();
        try (FileChannel channel = store.open(copy)) {
            visit(segment, batch -> {
                ByteBuffer kept = filter.apply(batch);
                copied.changed |= !kept.equals(batch);
                int keptBytes = kept.remaining();
                writeUnchecked(store, copy, channel, kept, copied.bytes);
                copied.bytes += keptBytes;
                return true;
            });
            store.sync(copy, channel);
        } catch (IOException | LogException | UncheckedIOException failure) {
            Files.deleteIfExists(copy);
            throw failure;
        }
        if (!copied.changed) {
            Files.delete(copy);
            return 0;
        }
        long savedBytes = segment.sizeBytes() - (long) copied.bytes;
        swap(context, list, segment, copy);
        return savedBytes;
    }

    /** How the copy is getting on. */
    private static final class Copied {
        private int bytes;
        private boolean changed;
    }

    /** Readers that hold the original go on with it; the others find the copy. */
    private static void swap(SegmentContext context, SegmentList list, LogSegment segment, Path copy)
            throws IOException {
        try (LogSegment.FileHold originalStaysOpen = new LogSegment.FileHold(segment.file())) {
            Files.deleteIfExists(segment.paths().offsetIndex());
            Files.deleteIfExists(segment.paths().timeIndex());
            Files.move(
                    copy, segment.paths().log(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            context.store().syncDirectory(copy.getParent());
            list.replace(segment, LogSegment.openSealed(context, segment.paths().log(), segment.nextOffset()));
            segment.retire();
            assert originalStaysOpen.channel().isOpen();
        }
    }

    private static void writeUnchecked(
            FileStore store, Path path, FileChannel channel, ByteBuffer bytes, int position) {
        try {
            store.write(path, channel, bytes, position);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
