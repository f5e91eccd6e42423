package io.millrace.testing;

import io.millrace.testing.TransactionalWriter.End;
import io.millrace.testing.TransactionalWriter.Told;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Transactions over several partitions and a group's offsets that go on through every fault; {@link #finish} says what
 * readers of committed records see of them.
 */
public final class TransactionalWrites implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RESOLVED = Duration.ofSeconds(60);
    private static final long PAUSE_NS = 5_000_000;

    private final String topic;
    private final int partitions;
    private final Map<String, Object> client;
    private final List<TransactionalWriter> writers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    private TransactionalWrites(String topic, int partitions, Map<String, Object> client) {
        this.topic = topic;
        this.partitions = partitions;
        this.client = client;
    }

    /** Creates the topics and begins. {@code seed} decides which transactions are aborted. */
    public static TransactionalWrites start(
            String bootstrapServers, String topic, int partitions, int writers, long seed) {
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 200);
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(
                            new NewTopic(topic, partitions, (short) 1),
                            new NewTopic(TransactionalWriter.offsetsOf(topic, 0).topic(), writers, (short) 1)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        TransactionalWrites writes = new TransactionalWrites(topic, partitions, client);
        for (int writer = 0; writer < writers; writer++) {
            var one = new TransactionalWriter(writer, topic, partitions, client, new Random(seed + writer));
            writes.writers.add(one);
            writes.threads.add(new Thread(one, topic + "-writer-" + writer));
        }
        writes.threads.forEach(Thread::start);
        return writes;
    }

    /** What producers were told that they could not get over. */
    public List<Exception> failures() {
        return writers.stream().flatMap(writer -> writer.failures().stream()).toList();
    }

    /** Waits until so many more transactions have been committed. */
    public void awaitMore(long count, Duration timeout) {
        long wanted = committed() + count;
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (committed() < wanted) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError("only " + committed() + " of " + wanted + " transactions committed within "
                        + timeout + "; failures: " + failures());
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
    }

    /** Ends the load and reads everything that is committed. */
    public TransactionVerdict finish() {
        close();
        Map<List<Integer>, Integer> seen = new HashMap<>();
        long open;
        try (KafkaConsumer<byte[], byte[]> committed = consumer("read_committed")) {
            open = awaitResolved(committed);
            read(committed, seen);
        }
        Map<End, Long> ends = new EnumMap<>(End.class);
        long lost = 0;
        long leaked = 0;
        long torn = 0;
        long doubled = seen.values().stream().mapToLong(times -> times - 1).sum();
        for (int writer = 0; writer < writers.size(); writer++) {
            for (Map.Entry<Integer, Told> transaction :
                    writers.get(writer).transactions().entrySet()) {
                Told told = transaction.getValue();
                int id = writer;
                long visible = IntStream.range(0, told.records())
                        .filter(place -> seen.containsKey(List.of(id, transaction.getKey(), place)))
                        .count();
                ends.merge(told.end(), 1L, Long::sum);
                switch (told.end()) {
                    case COMMITTED -> lost += told.records() - visible;
                    case ABORTED -> leaked += visible;
                    case UNKNOWN -> torn += visible == 0 || visible == told.records() ? 0 : 1;
                }
            }
        }
        return new TransactionVerdict(
                ends.getOrDefault(End.COMMITTED, 0L),
                ends.getOrDefault(End.ABORTED, 0L),
                ends.getOrDefault(End.UNKNOWN, 0L),
                lost,
                doubled,
                leaked,
                torn,
                open,
                misplaced());
    }

    @Override
    public void close() {
        writers.forEach(TransactionalWriter::stop);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private long committed() {
        return writers.stream().mapToLong(TransactionalWriter::committed).sum();
    }

    private List<TopicPartition> all() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** How many partitions still end in an open transaction when the time is over. */
    private long awaitResolved(KafkaConsumer<byte[], byte[]> committed) {
        long deadlineNanos = System.nanoTime() + RESOLVED.toNanos();
        try (KafkaConsumer<byte[], byte[]> everything = consumer("read_uncommitted")) {
            Map<TopicPartition, Long> ends = everything.endOffsets(all());
            while (true) {
                Map<TopicPartition, Long> stable = committed.endOffsets(all());
                long open = all().stream()
                        .filter(partition -> stable.get(partition) < ends.get(partition))
                        .count();
                if (open == 0 || System.nanoTime() > deadlineNanos) {
                    return open;
                }
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> consumer, Map<List<Integer>, Integer> seen) {
        consumer.assign(all());
        consumer.seekToBeginning(all());
        Map<TopicPartition, Long> ends = consumer.endOffsets(all());
        while (all().stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                ByteBuffer value = ByteBuffer.wrap(record.value());
                seen.merge(List.of(value.getInt(), value.getInt(), value.getInt()), 1, Integer::sum);
            }
        }
    }

    private long misplaced() {
        Map<TopicPartition, OffsetAndMetadata> offsets;
        try (Admin admin = Admin.create(client)) {
            offsets = admin.listConsumerGroupOffsets(TransactionalWriter.group(topic))
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
        long misplaced = 0;
        for (int writer = 0; writer < writers.size(); writer++) {
            Map<Integer, Told> told = writers.get(writer).transactions();
            OffsetAndMetadata found = offsets.get(TransactionalWriter.offsetsOf(topic, writer));
            int last = told.entrySet().stream()
                    .filter(one -> one.getValue().end() == End.COMMITTED)
                    .mapToInt(Map.Entry::getKey)
                    .max()
                    .orElse(-1);
            int offset = found == null ? -1 : Math.toIntExact(found.offset());
            boolean right = offset == last
                    || (offset > last
                            && told.containsKey(offset)
                            && told.get(offset).end() == End.UNKNOWN);
            misplaced += right ? 0 : 1;
        }
        return misplaced;
    }

    private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", isolation);
        settings.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
