package io.millrace.broker.log;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.file.DiskFileStore;
import io.millrace.broker.log.file.FileStore;
import io.millrace.broker.log.wal.WalSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.Uuid;

/** A data directory that tests open, kill and open again, with small files and a clock that tests set. */
final class TestingDirectory implements AutoCloseable {
    static final Uuid TOPIC_ID = new Uuid(1, 2);
    static final WalSettings SMALL_WAL = new WalSettings(512 << 10, 4, 128 << 10, 10_000);
    static final LogDirectoryConfig CONFIG = LogDirectoryConfig.of("test-cluster", 1)
            .withWal(SMALL_WAL)
            .withUpkeep(new LogDirectoryConfig.UpkeepSettings(3_600_000, 3_600_000, 86_400_000, 1_000, 64, 32L << 20));

    private final Path path;
    private FileStore store = new DiskFileStore();
    private LogDirectoryConfig config = CONFIG;
    private DiskLogDirectory directory;
    private final LogClock clock = new LogClock() {
        @Override
        public long nowMs() {
            return nowMs + jumpedMs;
        }

        @Override
        public long steadyMs() {
            return nowMs;
        }
    };
    volatile long nowMs = 1_000_000;
    private volatile long jumpedMs;

    TestingDirectory(Path path) {
        this.path = path;
    }

    TestingDirectory with(FileStore newStore) {
        store = newStore;
        return this;
    }

    TestingDirectory with(LogDirectoryConfig newConfig) {
        config = newConfig;
        return this;
    }

    /** Time goes by, on every clock. */
    synchronized void pass(long ms) {
        nowMs += ms;
    }

    /** Somebody sets the wall clock. */
    synchronized void jump(Duration by) {
        jumpedMs += by.toMillis();
    }

    /** A process that starts knows the wall clock only. */
    synchronized DiskLogDirectory open() {
        nowMs += jumpedMs;
        jumpedMs = 0;
        directory = DiskLogDirectory.open(path, config, clock, store);
        return directory;
    }

    /** The same directory on another path, as after a power failure. */
    static DiskLogDirectory openCopy(Path copy) {
        return DiskLogDirectory.open(copy, CONFIG, () -> 1_000_000L, new DiskFileStore());
    }

    DiskLogDirectory directory() {
        return directory;
    }

    DiskPartitionLog log(String... settings) {
        return (DiskPartitionLog) directory.create(TOPIC_ID, "orders", 0, config(settings));
    }

    static LogConfig config(String... settings) {
        Map<String, String> map = new TreeMap<>();
        for (int index = 0; index < settings.length; index += 2) {
            map.put(settings[index], settings[index + 1]);
        }
        return LogConfig.parse(map);
    }

    static void awaitDurable(PartitionLog log) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (log.durableEndOffset() < log.logEndOffset()) {
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("not durable: " + log.durableEndOffset() + " of " + log.logEndOffset());
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        if (directory != null) {
            directory.close();
        }
    }
}
