package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.connect.errors.ConnectException;

/** Tries out, within bounded time, whether the file system answers, takes files, and publishes them as needed. */
final class FileSystemCheck {

    private static final long TIMEOUT_MS = 20_000;

    private FileSystemCheck() {}

    /** What is wrong with the file system of a configuration, if anything. */
    static Optional<String> examine(HdfsSinkConfig config) {
        CompletableFuture<Void> attempt = new CompletableFuture<>();
        // Hadoop's client waits without looking at a clock of ours, so it gets a thread that may be left behind.
        Thread thread = new Thread(
                () -> {
                    try {
                        tryOut(config);
                        attempt.complete(null);
                    } catch (IOException | RuntimeException | LinkageError e) {
                        attempt.completeExceptionally(e);
                    }
                },
                "millrace-hdfs-check");
        thread.setDaemon(true);
        thread.setContextClassLoader(FileSystemCheck.class.getClassLoader());
        thread.start();
        try {
            attempt.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            return Optional.of(config.storeUri() + " did not answer within " + TIMEOUT_MS + " ms");
        } catch (ExecutionException e) {
            return Optional.of(config.storeUri() + " cannot be written below "
                    + config.layout().root() + ": " + e.getCause().getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while the file system was tried out", e);
        }
    }

    private static void tryOut(HdfsSinkConfig config) throws IOException {
        try (Store store = HadoopStore.open(config.storeUri(), config.hadoop())) {
            Path folder = new Path(config.layout().root(), "+tmp/+check");
            Path written = new Path(folder, UUID.randomUUID() + "_tmp");
            Path published = new Path(folder, UUID.randomUUID() + ".txt");
            try (FSDataOutputStream out = store.create(written)) {
                out.write("can this be written?".getBytes(StandardCharsets.US_ASCII));
                out.hsync();
            }
            try {
                if (!store.publish(written, published)) {
                    throw new IOException("a fresh name was taken: " + published);
                }
            } finally {
                store.delete(written);
                store.delete(published);
            }
        }
    }
}
