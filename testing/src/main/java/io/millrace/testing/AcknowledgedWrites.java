package io.millrace.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Load that knows what it was promised: an idempotent acks=all producer for each partition of a topic, and a consumer
 * that reads along. Goes on through every fault; {@link #finish} says what the broker has made of its promises.
 */
public final class AcknowledgedWrites implements AutoCloseable {

    private static final int BURST = 50;
    private static final long BURST_PAUSE_NS = 2_000_000;
    private static final int LARGE_EVERY = 500;
    private static final int LARGE_BYTES = 30_000;
    private static final int SMALL_BYTES_MAX = 200;
    private static final long PENDING_BYTES = 512 << 10;
    private static final Duration POLL = Duration.ofMillis(200);

    private final String topic;
    private final Map<String, Object> client;
    private final List<NumberedRecords> records = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Exception> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    private AcknowledgedWrites(String topic, Map<String, Object> client) {
        this.topic = topic;
        this.client = client;
    }

    /** Creates the topic and begins. {@code seed} decides the records' sizes. */
    public static AcknowledgedWrites start(String bootstrapServers, String topic, int partitions, long seed) {
        return start(bootstrapServers, topic, partitions, seed, Map.of());
    }

    /** As above, with settings of the topic. */
    public static AcknowledgedWrites start(
            String bootstrapServers, String topic, int partitions, long seed, Map<String, String> topicConfigs) {
        Map<String, Object> client = Map.of("bootstrap.servers", bootstrapServers, "reconnect.backoff.max.ms", 200);
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(topicConfigs)))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
        AcknowledgedWrites writes = new AcknowledgedWrites(topic, client);
        for (int partition = 0; partition < partitions; partition++) {
            int own = partition;
            writes.records.add(new NumberedRecords());
            writes.threads.add(new Thread(() -> writes.write(own, new Random(seed + own)), topic + "-writer-" + own));
        }
        writes.threads.add(new Thread(writes::readAlong, topic + "-reader"));
        writes.threads.forEach(Thread::start);
        return writes;
    }

    /** How many records have been acknowledged so far. */
    public long acknowledged() {
        return records.stream().mapToLong(NumberedRecords::acknowledgedCount).sum();
    }

    /** What producers and consumer were told that they could not get over. */
    public List<Exception> failures() {
        return List.copyOf(failures);
    }

    /** Waits until so many more records have been acknowledged, in whatever partitions. */
    public void awaitMore(long count, Duration timeout) {
        long wanted = acknowledged() + count;
        await(() -> acknowledged() >= wanted, timeout, wanted + " records");
    }

    /** Waits until so many more records have been acknowledged in each partition. */
    public void awaitMoreInEach(long count, Duration timeout) {
        long[] wanted = records.stream()
                .mapToLong(own -> own.acknowledgedCount() + count)
                .toArray();
        await(
                () -> IntStream.range(0, wanted.length)
                        .allMatch(partition -> records.get(partition).acknowledgedCount() >= wanted[partition]),
                timeout,
                Arrays.toString(wanted) + " records of the partitions");
    }

    private void await(BooleanSupplier reached, Duration timeout, String wanted) {
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadlineNanos) {
                List<Long> counts =
                        records.stream().map(NumberedRecords::acknowledgedCount).toList();
                throw new AssertionError("not " + wanted + " acknowledged within " + timeout + ", but " + counts
                        + "; failures: " + failures);
            }
            LockSupport.parkNanos(BURST_PAUSE_NS);
        }
    }

    /** Ends the load, waits for what is in flight, and reads the topic from its start. */
    public Verdict finish() {
        stop();
        Verdict sum = new Verdict(0, 0, 0, 0, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            for (int partition = 0; partition < records.size(); partition++) {
                sum = sum.plus(judge(consumer, partition));
            }
        }
        return sum;
    }

    @Override
    public void close() {
        stop();
    }

    private void stop() {
        stopping = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private void write(int partition, Random random) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("linger.ms", 1);
        properties.put("request.timeout.ms", 10_000);
        // Between two faults a slow machine may send a batch or two: few may wait, and those through many faults in a
        // row.
        properties.put("buffer.memory", PENDING_BYTES);
        properties.put("delivery.timeout.ms", 900_000);
        properties.put("max.block.ms", 900_000);
        NumberedRecords own = records.get(partition);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long next = 0; !stopping; next++) {
                long number = next;
                int sizeBytes = number % LARGE_EVERY == 0 ? LARGE_BYTES : random.nextInt(SMALL_BYTES_MAX);
                byte[] value = NumberedRecords.encode(number, sizeBytes);
                var unused = producer.send(new ProducerRecord<>(topic, partition, null, value), (metadata, failure) -> {
                    if (failure == null) {
                        own.acknowledged(number, metadata.hasOffset() ? metadata.offset() : -1);
                    } else {
                        failures.add(failure);
                    }
                });
                if (number % BURST == 0) {
                    LockSupport.parkNanos(BURST_PAUSE_NS);
                }
            }
        } catch (KafkaException unexpected) {
            failures.add(unexpected);
        }
    }

    private void readAlong() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> all = IntStream.range(0, records.size())
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!stopping) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    records.get(record.partition()).read(NumberedRecords.decode(record.value()), record.offset());
                }
            }
        } catch (KafkaException unexpected) {
            failures.add(unexpected);
        }
    }

    private Verdict judge(KafkaConsumer<byte[], byte[]> consumer, int partition) {
        TopicPartition topicPartition = new TopicPartition(topic, partition);
        List<TopicPartition> one = List.of(topicPartition);
        consumer.assign(one);
        consumer.seekToBeginning(one);
        long end = consumer.endOffsets(one).get(topicPartition);
        long[] found = new long[Math.toIntExact(end)];
        long[] offsets = new long[found.length];
        int count = 0;
        while (consumer.position(topicPartition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                found[count] = NumberedRecords.decode(record.value());
                offsets[count++] = record.offset();
            }
        }
        return records.get(partition).judge(Arrays.copyOf(found, count), Arrays.copyOf(offsets, count));
    }

    /** An offset that is out of range is a failure here, not a reason to begin anew. */
    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("auto.offset.reset", "none");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
