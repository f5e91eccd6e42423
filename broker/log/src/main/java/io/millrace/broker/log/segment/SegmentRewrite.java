package io.millrace.broker.log.segment;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.file.AtomicFile;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
        // What visitors see is theirs; what readers share is not.
        segment.leaveMemory();
        int sizeBytes = segment.sizeBytes();
        try (SegmentView view = segment.view()) {
            BatchCursor cursor = new BatchCursor(view, 0, sizeBytes, WINDOW_BYTES);
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
     * Writes what the filter leaves of a closed segment. The file is opened at the first batch that differs, which it may
     * do at the same size: tombstones get the time at which they go. Takes no lock; the segment stays as it is.
     *
     * @return empty if nothing differs
     */
    public static Optional<Copy> copy(SegmentContext context, LogSegment segment, UnaryOperator<ByteBuffer> filter)
            throws IOException {
        Copy copy = new Copy(context, segment);
        try (SegmentFile.Hold original = new SegmentFile.Hold(segment.file())) {
            visit(segment, batch -> {
                copy.take(original.channel(), batch, filter.apply(batch));
                return true;
            });
            return copy.finish() ? Optional.of(copy) : Optional.empty();
        } catch (IOException | RuntimeException failure) {
            copy.discard();
            throw failure;
        }
    }

    /** A filtered copy beside its original. */
    public static final class Copy {
        private final SegmentContext context;
        private final LogSegment original;
        private final Path path;
        private FileChannel channel;
        private int bytes;

        private Copy(SegmentContext context, LogSegment original) {
            this.context = context;
            this.original = original;
            this.path = Path.of(original.paths().log() + SegmentPaths.CLEANED_SUFFIX);
        }

        private void take(FileChannel from, ByteBuffer batch, ByteBuffer kept) {
            try {
                if (channel == null && !kept.equals(batch)) {
                    begin(from);
                }
                int keptBytes = kept.remaining();
                if (channel != null) {
                    context.store().write(path, channel, kept, bytes);
                }
                bytes += keptBytes;
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        /** So far nothing differed: the original's first bytes are the copy's. */
        private void begin(FileChannel from) throws IOException {
            Files.deleteIfExists(path);
            channel = context.store().open(path);
            ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
            for (int position = 0; position < bytes; position += window.limit()) {
                window.clear().limit(Math.min(WINDOW_BYTES, bytes - position));
                while (window.hasRemaining()) {
                    if (from.read(window, position + window.position()) < 0) {
                        throw new IOException(original.paths().log() + " ends before " + bytes);
                    }
                }
                context.store().write(path, channel, window.flip(), position);
            }
        }

        private boolean finish() throws IOException {
            if (channel == null) {
                return false;
            }
            context.store().sync(path, channel);
            channel.close();
            return true;
        }

        /**
         * Puts the copy in place of the original, on disk and in the list, unless the original has left it. Readers that
         * hold the original go on with it; the others find the copy. The caller keeps truncation and removal away.
         *
         * @param droppedMarkers transactions whose marker is among these have nothing left in the log
         * @return bytes saved
         */
        public long install(SegmentList list, Set<Long> droppedMarkers) throws IOException {
            if (!list.all().contains(original)) {
                return 0;
            }
            long savedBytes = original.sizeBytes() - (long) bytes;
            try (SegmentFile.Hold originalStaysOpen = new SegmentFile.Hold(original.file())) {
                original.leaveIndexFiles();
                // First: a reader would take what follows such a transaction for aborted, the other way about.
                boolean transactionsLeft = dropTransactions(droppedMarkers);
                Path log = original.paths().log();
                Files.move(path, log, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                LogSegment replacement = LogSegment.openSealed(context, log, original.nextOffset());
                if (transactionsLeft) {
                    replacement.expectTransactionsOnDisk();
                }
                list.replace(original, replacement);
                original.retire();
                assert originalStaysOpen.channel().isOpen();
            }
            context.store().syncDirectory(path.getParent());
            return savedBytes;
        }

        /** Returns whether any are left. */
        private boolean dropTransactions(Set<Long> droppedMarkers) throws IOException {
            List<AbortedTransaction> all = original.abortedTransactions();
            List<AbortedTransaction> kept = all.stream()
                    .filter(one -> !droppedMarkers.contains(one.lastOffset()))
                    .toList();
            Path file = original.paths().transactionIndex();
            if (kept.isEmpty()) {
                Files.deleteIfExists(file);
            } else if (kept.size() < all.size()) {
                AtomicFile.write(context.store(), file, TransactionIndexFile.encode(kept));
            }
            return !kept.isEmpty();
        }

        /** Removes the copy if it was not installed. */
        public void discard() throws IOException {
            if (channel != null) {
                channel.close();
                Files.deleteIfExists(path);
            }
        }
    }
}
