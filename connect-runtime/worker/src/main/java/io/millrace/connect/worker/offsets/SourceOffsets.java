package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.log.CompactedLog;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;

/** The offsets of one source connector: read by its plugin, written by its tasks. */
public final class SourceOffsets implements OffsetStorageReader {

    private static final long READ_TIMEOUT_MS = 30_000;

    private final String connector;
    private final OffsetTable table;
    private final CompactedLog log;
    private final String topic;

    public SourceOffsets(String connector, OffsetTable table, CompactedLog log, String topic) {
        this.connector = connector;
        this.table = table;
        this.log = log;
        this.topic = topic;
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
        return offsets(List.of(partition)).get(partition);
    }

    /** Reads the topic to its end first: a task that ran elsewhere a moment ago has written there. */
    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        try {
            log.readToEnd().get(READ_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException("The offset topic \"" + topic + "\" cannot be read to its end", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while source offsets were read", e);
        }
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            table.offset(connector, partition).ifPresent(offset -> found.put(partition, offset));
        }
        return found;
    }

    /** Writes offsets (null deletes one); completes when the broker has them all. */
    public CompletableFuture<Void> write(Map<Map<String, ?>, Map<String, ?>> offsets) {
        CompletableFuture<?>[] writes = offsets.entrySet().stream()
                .map(entry -> log.append(
                        topic, table.keyBytes(connector, entry.getKey()), table.valueBytes(entry.getValue())))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(writes);
    }
}
