package io.millrace.broker.log.segment;

import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.transaction.AbortedTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file of a {@link TransactionIndex}: its entries as Kafka writes them, then their CRC-32C. Without that a flipped bit
 * would make the records of an aborted transaction look committed. Kafka's readers take whole entries only and so do not
 * see it. A file whose checksum is wrong, or torn by a crash, is damaged: the log has what it said.
 */
final class TransactionIndexFile {
    private static final int CHECKSUM_BYTES = 4;
    private static final int STALE = -1;

    private final TransactionIndex index;

    /** Over the first {@link #flushed} entries. */
    private final CRC32C checksum = new CRC32C();

    /** Entries in the file, or {@link #STALE}. Changed by whoever flushes, looked at by whoever appends. */
    private volatile int flushed;

    private volatile boolean damaged;

    TransactionIndexFile(TransactionIndex index) {
        this.index = index;
    }

    /**
     * Without a file no transaction was aborted, unless one is expected. What is damaged or missing is taken for empty, and
     * remembered as damaged.
     */
    void load(Path path, long baseOffset, boolean expected) throws IOException {
        damaged = Files.exists(path) ? !decode(ByteBuffer.wrap(Files.readAllBytes(path)), baseOffset) : expected;
        flushed = damaged ? STALE : index.count();
    }

    private boolean decode(ByteBuffer bytes, long baseOffset) {
        int entriesBytes = bytes.remaining() - CHECKSUM_BYTES;
        if (entriesBytes <= 0) {
            return false;
        }
        checksum.update(bytes.slice(0, entriesBytes));
        return (int) checksum.getValue() == bytes.getInt(entriesBytes)
                && index.decode(bytes.slice(0, entriesBytes), baseOffset);
    }

    /** The file is not what was written; the aborted transactions must be found in the log again. */
    boolean isDamaged() {
        return damaged;
    }

    /** Whether there is a file, sound or not. */
    boolean isOnDisk() {
        return damaged || flushed > 0;
    }

    boolean isFlushed() {
        return damaged || flushed == index.count();
    }

    /** The index has lost entries. */
    void truncated() {
        if (flushed > index.count()) {
            flushed = STALE;
        }
    }

    /** Whoever rebuilds the index begins with nothing. */
    void forget() {
        index.truncateToOffset(0);
        flushed = STALE;
        damaged = false;
    }

    /** Writes and syncs the entries that the file lacks. Those that come meanwhile are left to the next flush. */
    void flush(FileStore store, Path path) throws IOException {
        List<AbortedTransaction> present = index.all();
        if (damaged || flushed == present.size()) {
            return;
        }
        if (present.isEmpty()) {
            Files.deleteIfExists(path);
            store.syncDirectory(path.getParent());
            flushed = 0;
            return;
        }
        if (flushed <= 0) {
            flushed = 0;
            checksum.reset();
        }
        ByteBuffer added = checksummed(present.subList(flushed, present.size()), checksum);
        int position = flushed * TransactionIndex.ENTRY_BYTES;
        flushed = STALE;
        try (FileChannel channel = store.open(path)) {
            store.truncate(path, channel, position);
            store.write(path, channel, added, position);
            store.sync(path, channel);
        }
        if (position == 0) {
            // Nobody else knows that this segment has one file more than before.
            store.syncDirectory(path.getParent());
        }
        flushed = present.size();
    }

    /** A whole file. */
    static ByteBuffer encode(List<AbortedTransaction> transactions) {
        return checksummed(transactions, new CRC32C());
    }

    private static ByteBuffer checksummed(List<AbortedTransaction> transactions, CRC32C checksum) {
        ByteBuffer entries = TransactionIndex.encode(transactions);
        checksum.update(entries.duplicate());
        return ByteBuffer.allocate(entries.remaining() + CHECKSUM_BYTES)
                .put(entries)
                .putInt((int) checksum.getValue())
                .flip();
    }
}
