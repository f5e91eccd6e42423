package io.millrace.gateway.once;

import io.millrace.gateway.http.HttpProblemException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The keys of one partition whose answers are committed, and where each answer lies; the answers themselves stay in the
 * topic. One thread at a time.
 */
final class KnownResults implements AutoCloseable {
    private static final byte VERSION = 1;
    private static final long READ_MAX_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long retentionMs;
    private final int keysMax;

    /** In the order in which they were written. */
    private final Map<Digest, Known> known = new LinkedHashMap<>();

    /** Of the next record that was not looked at; -1 before the first. */
    private long next = -1;

    /** What was answered to which request. */
    record Known(Digest request, long offset, long timestampMs) {}

    KnownResults(Map<String, Object> reader, TopicPartition partition, long retentionMs, int keysMax) {
        Map<String, Object> settings = new HashMap<>(reader);
        // What was deleted is forgotten anyway.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.partition = partition;
        this.retentionMs = retentionMs;
        this.keysMax = keysMax;
        consumer.assign(List.of(partition));
    }

    /** How an answer is kept. */
    static ProducerRecord<byte[], byte[]> record(
            TopicPartition partition, long nowMs, Digest key, Digest request, byte[] answer) {
        ByteBuffer value = ByteBuffer.allocate(1 + Digest.BYTES + answer.length);
        request.put(value.put(VERSION)).put(answer);
        return new ProducerRecord<>(partition.topic(), partition.partition(), nowMs, key.bytes(), value.array());
    }

    /**
     * Reads on to the end of what is committed now; what was read stays known when it takes too long, so that the next call
     * goes on from there.
     */
    void readToEnd() {
        if (next < 0) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, next);
        }
        long end = consumer.endOffsets(List.of(partition)).get(partition);
        long deadline = System.nanoTime() + READ_MAX_NANOS;
        for (next = consumer.position(partition); next < end; next = consumer.position(partition)) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the answers in " + partition + " are still being read");
            }
            consumer.poll(POLL).forEach(this::add);
        }
    }

    private void add(ConsumerRecord<byte[], byte[]> each) {
        ByteBuffer value = ByteBuffer.wrap(each.value());
        if (value.get() != VERSION) {
            throw new IllegalStateException("offset " + each.offset() + " of " + partition
                    + " is no answer that this release can read; set idempotency.topic to another name");
        }
        add(Digest.read(ByteBuffer.wrap(each.key())), new Known(Digest.read(value), each.offset(), each.timestamp()));
    }

    void add(Digest key, Known answered) {
        known.remove(key);
        known.put(key, answered);
    }

    /** Null where there was no such request in the time for which keys are known. */
    Known find(Digest key, long nowMs) {
        Iterator<Known> eldest = known.values().iterator();
        while (eldest.hasNext() && nowMs - eldest.next().timestampMs() > retentionMs) {
            eldest.remove();
        }
        return known.get(key);
    }

    /** Fails with 429 when no more keys may be remembered. */
    void requireRoom() {
        if (known.size() >= keysMax) {
            throw HttpProblemException.passing(
                    429,
                    42902,
                    "The gateway remembers as many keys as it may (idempotency.keys.max); some are forgotten in time");
        }
    }

    /** The answer; null if the topic has it no more. */
    byte[] answer(Known answered) {
        consumer.seek(partition, answered.offset());
        long deadline = System.nanoTime() + READ_MAX_NANOS;
        while (System.nanoTime() < deadline) {
            var found = new ArrayDeque<>(consumer.poll(POLL).records(partition));
            if (!found.isEmpty()) {
                ConsumerRecord<byte[], byte[]> first = found.peek();
                return first.offset() == answered.offset() ? body(first.value()) : null;
            }
        }
        throw new TimeoutException("the answer at " + answered.offset() + " of " + partition + " cannot be read now");
    }

    private static byte[] body(byte[] value) {
        return java.util.Arrays.copyOfRange(value, 1 + Digest.BYTES, value.length);
    }

    @Override
    public void close() {
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
    }
}
