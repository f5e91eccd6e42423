package io.millrace.broker.log.wal;

import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.Uuid;

/** A write-ahead log of its own, whose entries are creations of topics with telling names. */
final class TestingWal implements AutoCloseable {
    static final WalSettings SETTINGS = new WalSettings(256 << 10, 4, 64 << 10, 10_000);

    static final String HOLDING = "holding";

    private final WriteAheadLog log;

    private TestingWal(WriteAheadLog log) {
        this.log = log;
    }

    static TestingWal open(Path root, FileStore store) throws IOException {
        Path directory = root.resolve("wal");
        WalRecovery recovery = WalRecovery.of(store, directory, SETTINGS, 0);
        return new TestingWal(new WriteAheadLog(store, directory, SETTINGS, recovery, 0, new Ignoring()));
    }

    /** What recovery gives back, each entry's payload as text, and then each line of damage. */
    static List<String> recovered(Path root) throws IOException {
        return recovered(root, 0);
    }

    static List<String> recovered(Path root, long fromPosition) throws IOException {
        WalRecovery recovery = WalRecovery.of(new DiskFileStore(), root.resolve("wal"), SETTINGS, fromPosition);
        List<String> found = new ArrayList<>();
        recovery.replay(
                fromPosition,
                entry ->
                        found.add(StandardCharsets.UTF_8.decode(entry.payload()).toString()));
        found.addAll(recovery.damage());
        return found;
    }

    /** Entries that are written as one group, behind one that is only there to hold them back. */
    void group(BlockFileStore store, List<String> payloads) throws InterruptedException {
        CountDownLatch holding = store.hold();
        append(HOLDING);
        holding.await();
        payloads.forEach(this::append);
        store.release();
        log.awaitDurable();
    }

    /** One entry in a group of its own. */
    void single(String payload) {
        append(payload);
        log.awaitDurable();
    }

    void append(String payload) {
        ByteBuffer bytes = ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8));
        log.append(new WalEntry(WalEntry.Kind.CREATE, new Uuid(3, 4), 0, 0, bytes), null, 0);
    }

    static Path file(Path root, int slot) {
        return root.resolve("wal").resolve(String.format("%05d.wal", slot));
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** Nobody acts upon anything. */
    private static final class Ignoring implements WriteAheadLog.WalListener {
        @Override
        public void onFailure(Throwable cause) {
            throw new AssertionError(cause);
        }

        @Override
        public void onFileNeeded(int filesInUse) {
            // Nothing is ever released here.
        }
    }
}
