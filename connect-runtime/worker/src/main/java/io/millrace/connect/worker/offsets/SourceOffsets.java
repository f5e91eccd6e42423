package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.offsets.OffsetTable.SourceOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The offsets of one source connector: read by its plugin, written by its tasks. Where the connector has a topic of its
 * own for them, what that topic has never heard of is looked up in the worker's, and every commit is copied there, so
 * that the setting may be taken back.
 */
public final class SourceOffsets implements OffsetStorageReader, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceOffsets.class);

    /** Longer than producers' transaction.timeout.ms by default, for which a killed task may hold the topic's end. */
    private static final long TOPIC_TIMEOUT_MS = 90_000;

    private final String connector;
    private final OffsetTopic topic;
    private final Optional<OffsetTopic> behind;
    private final Runnable release;
    private final AtomicBoolean closed = new AtomicBoolean();

    SourceOffsets(String connector, OffsetTopic topic, Optional<OffsetTopic> behind, Runnable release) {
        this.connector = connector;
        this.topic = topic;
        this.behind = behind;
        this.release = release;
    }

    @Override
    public <T> Map<String, Object> offset(Map<String, T> partition) {
        return offsets(List.of(partition)).get(partition);
    }

    /** Reads the topic to its end first: a task that ran elsewhere a moment ago has written there. */
    @Override
    public <T> Map<Map<String, T>, Map<String, Object>> offsets(Collection<Map<String, T>> partitions) {
        await(readToEnd(), "read to its end");
        Map<Map<String, T>, Map<String, Object>> found = new HashMap<>();
        for (Map<String, T> partition : partitions) {
            find(partition).ifPresent(offset -> found.put(partition, offset));
        }
        return found;
    }

    /**
     * Completes when everything that was written to the topic, or topics, has been heard. The end of what is committed
     * would be too early: another connector's open transaction hides offsets that were committed behind its own.
     */
    public CompletableFuture<Void> readToEnd() {
        return CompletableFuture.allOf(
                topics().map(one -> one.log().readWritten(one.name())).toArray(CompletableFuture<?>[]::new));
    }

    /** All offsets, as far as the topics have been read. */
    public List<SourceOffset> all() {
        return topics().flatMap(one -> one.table().offsets(connector).stream())
                .map(SourceOffset::partition)
                .distinct()
                .flatMap(partition -> find(partition).map(offset -> new SourceOffset(partition, offset)).stream())
                .toList();
    }

    private Optional<Map<String, Object>> find(Map<String, ?> partition) {
        return topics().filter(one -> one.table().knows(connector, partition))
                .findFirst()
                .flatMap(one -> one.table().offset(connector, partition));
    }

    private Stream<OffsetTopic> topics() {
        return Stream.concat(Stream.of(topic), behind.stream());
    }

    /** Where they are kept. */
    public String topic() {
        return topic.name();
    }

    /** What to write for these offsets (null deletes one), for whoever does so in a transaction. */
    public List<ProducerRecord<byte[], byte[]>> records(Map<Map<String, ?>, Map<String, ?>> offsets) {
        return offsets.entrySet().stream()
                .map(entry -> topic.record(connector, entry.getKey(), entry.getValue()))
                .toList();
    }

    /**
     * Before offsets are committed to the topic: what is to be deleted must be gone from the topic behind it, where it
     * would be found as soon as compaction has forgotten that it was deleted. Blocks where there is anything to do.
     */
    public void committing(Map<Map<String, ?>, Map<String, ?>> offsets) {
        await(forgetBehind(offsets), "written");
    }

    /** After offsets were committed to the topic: copies them. */
    public void committed(Map<Map<String, ?>, Map<String, ?>> offsets) {
        behind.ifPresent(copy -> copy.write(connector, withOffset(offsets)).exceptionally(failure -> {
            LOGGER.warn("offsets not copied connector={} topic={}", connector, copy.name(), failure);
            return null;
        }));
    }

    /** Writes offsets (null deletes one); completes when the broker has them all. */
    public CompletableFuture<Void> write(Map<Map<String, ?>, Map<String, ?>> offsets) {
        return forgetBehind(offsets)
                .thenCompose(forgotten -> topic.write(connector, offsets))
                .thenRun(() -> committed(offsets));
    }

    private CompletableFuture<Void> forgetBehind(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<Map<String, ?>, Map<String, ?>> deleted = new HashMap<>(offsets);
        deleted.values().removeIf(offset -> offset != null);
        return behind.isEmpty() || deleted.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : behind.get().write(connector, deleted);
    }

    private static Map<Map<String, ?>, Map<String, ?>> withOffset(Map<Map<String, ?>, Map<String, ?>> offsets) {
        Map<Map<String, ?>, Map<String, ?>> kept = new HashMap<>(offsets);
        kept.values().removeIf(offset -> offset == null);
        return kept;
    }

    private void await(CompletableFuture<Void> future, String what) {
        try {
            future.get(TOPIC_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException("The offset topic \"" + topic.name() + "\" cannot be " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while the offset topic was to be " + what, e);
        }
    }

    /** Whoever opened the offsets needs them no more; any thread, more than once. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            release.run();
        }
    }
}
