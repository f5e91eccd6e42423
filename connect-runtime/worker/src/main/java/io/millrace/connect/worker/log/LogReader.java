package io.millrace.connect.worker.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads all partitions of the internal topics and tells waiters how far it has come. */
final class LogReader implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(LogReader.class);
    private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);
    private static final long RETRY_PAUSE_MS = 500;
    private static final long CLOSE_TIMEOUT_MS = 10_000;

    /** There is nothing to commit and no group to leave, and a goodbye would wait for the answer to the last fetch. */
    private static final CloseOptions AT_ONCE = CloseOptions.timeout(Duration.ZERO);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /**
     * Knows where the topics end, and reads nothing: a question of the reading client would wait in its connection until
     * the broker has answered the fetch before it, which with nothing to read is {@code fetch.max.wait.ms}.
     */
    private final KafkaConsumer<byte[], byte[]> committedEnds;

    /** Knows where they end with what is not committed yet. */
    private final KafkaConsumer<byte[], byte[]> writtenEnds;

    private final Map<String, LogListener> listeners;
    private final Thread thread;
    /** Bounded by the writes in flight and the tasks that ask. */
    private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

    /** Up to where the listeners have heard each partition. */
    private final Map<TopicPartition, Long> heard = new ConcurrentHashMap<>();

    private final Queue<EndRequest> endRequests = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile String trouble;

    LogReader(String name, Map<String, Object> consumerConfig, Map<String, LogListener> listeners) {
        this.consumer = new KafkaConsumer<>(consumerConfig);
        this.committedEnds = new KafkaConsumer<>(named(consumerConfig, "-ends"));
        this.writtenEnds = new KafkaConsumer<>(uncommitted(consumerConfig));
        this.listeners = listeners;
        this.thread = new Thread(this::run, name + "-reader");
        thread.setDaemon(true);
    }

    private static Map<String, Object> uncommitted(Map<String, Object> consumerConfig) {
        Map<String, Object> config = named(consumerConfig, "-written-ends");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return config;
    }

    private static Map<String, Object> named(Map<String, Object> consumerConfig, String suffix) {
        Map<String, Object> config = new HashMap<>(consumerConfig);
        config.compute(ConsumerConfig.CLIENT_ID_CONFIG, (key, id) -> (id == null ? "" : id) + suffix);
        return config;
    }

    void start() {
        thread.start();
    }

    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Completes once everything that is committed now was given to its listener. */
    CompletableFuture<Void> readToEnd() {
        return request(listeners.keySet(), committedEnds);
    }

    /** Completes once everything written to a topic by now was given to its listener, or its transaction aborted. */
    CompletableFuture<Void> readWritten(String topic) {
        return request(Set.of(topic), writtenEnds);
    }

    private CompletableFuture<Void> request(Set<String> topics, KafkaConsumer<byte[], byte[]> ends) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        endRequests.add(new EndRequest(topics, ends, end));
        consumer.wakeup();
        return orFailedIfClosed(end);
    }

    /** Completes once the record at this position was given to its listener. */
    CompletableFuture<Void> heard(RecordMetadata written) {
        TopicPartition partition = new TopicPartition(written.topic(), written.partition());
        Waiter waiter = new Waiter(Map.of(partition, written.offset() + 1), new CompletableFuture<>());
        waiters.add(waiter);
        // The record may have been read before anybody waited for it, and the next poll may last.
        if (waiter.reached(heard) && waiters.remove(waiter)) {
            waiter.future.complete(null);
        }
        return orFailedIfClosed(waiter.future);
    }

    private CompletableFuture<Void> orFailedIfClosed(CompletableFuture<Void> future) {
        if (closed) {
            future.completeExceptionally(new IllegalStateException("the internal topics are closed"));
        }
        return future;
    }

    private void run() {
        boolean assigned = false;
        while (!closed) {
            try {
                if (!assigned) {
                    consumer.assign(partitions());
                    // Else the clients note with every answer that nobody reads what was asked about.
                    committedEnds.assign(consumer.assignment());
                    writtenEnds.assign(consumer.assignment());
                    consumer.seekToBeginning(consumer.assignment());
                    assigned = true;
                }
                resolveEnds();
                for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL_TIMEOUT)) {
                    tell(entry);
                }
                completeWaiters();
                trouble = null;
            } catch (WakeupException e) {
                // Somebody asked to read to the end, or to close; the loop looks at both.
                LOGGER.trace("reader woken up");
            } catch (RuntimeException e) {
                retryLater(e);
            }
        }
        consumer.close(AT_ONCE);
        committedEnds.close(AT_ONCE);
        writtenEnds.close(AT_ONCE);
        failAll();
    }

    private List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        for (String topic : listeners.keySet()) {
            List<PartitionInfo> infos = consumer.partitionsFor(topic);
            if (infos == null || infos.isEmpty()) {
                throw new KafkaException("the internal topic " + topic + " has no partitions yet");
            }
            infos.forEach(info -> all.add(new TopicPartition(topic, info.partition())));
        }
        return all;
    }

    private void resolveEnds() {
        List<EndRequest> asked = new ArrayList<>(endRequests);
        if (asked.isEmpty()) {
            return;
        }
        // One question for all requests alike: each was made before it, hence its answer is no earlier end than theirs.
        Map<KafkaConsumer<byte[], byte[]>, Map<TopicPartition, Long>> known = new HashMap<>();
        for (EndRequest request : asked) {
            Map<TopicPartition, Long> ends = new HashMap<>(
                    known.computeIfAbsent(request.ends, client -> client.endOffsets(consumer.assignment())));
            ends.keySet().removeIf(partition -> !request.topics.contains(partition.topic()));
            waiters.add(new Waiter(ends, request.future));
            // Only this thread takes from the queue, so its head still is what was copied.
            endRequests.remove();
        }
        completeWaiters();
    }

    private void tell(ConsumerRecord<byte[], byte[]> entry) {
        try {
            listeners.get(entry.topic()).on(entry);
        } catch (RuntimeException e) {
            LOGGER.error(
                    "record passed over topic={} partition={} offset={}",
                    entry.topic(),
                    entry.partition(),
                    entry.offset(),
                    e);
        }
    }

    private void completeWaiters() {
        // First the positions, then the waiters: whoever comes in between looks at the positions itself.
        consumer.assignment().forEach(partition -> heard.put(partition, consumer.position(partition)));
        Iterator<Waiter> all = waiters.iterator();
        while (all.hasNext()) {
            Waiter waiter = all.next();
            if (waiter.reached(heard)) {
                all.remove();
                waiter.future.complete(null);
            }
        }
    }

    private void retryLater(RuntimeException e) {
        if (trouble == null) {
            LOGGER.warn("internal topics cannot be read, trying again", e);
        }
        trouble = e.toString();
        try {
            Thread.sleep(RETRY_PAUSE_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void failAll() {
        IllegalStateException failure = new IllegalStateException("the internal topics are closed");
        waiters.forEach(waiter -> waiter.future.completeExceptionally(failure));
        endRequests.forEach(request -> request.future.completeExceptionally(failure));
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        committedEnds.wakeup();
        writtenEnds.wakeup();
        try {
            thread.join(CLOSE_TIMEOUT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody waits for what is in the topics as one of the clients sees it. */
    private record EndRequest(Set<String> topics, KafkaConsumer<byte[], byte[]> ends, CompletableFuture<Void> future) {}

    private record Waiter(Map<TopicPartition, Long> ends, CompletableFuture<Void> future) {
        boolean reached(Map<TopicPartition, Long> heard) {
            return ends.entrySet().stream().allMatch(end -> heard.getOrDefault(end.getKey(), -1L) >= end.getValue());
        }
    }
}
