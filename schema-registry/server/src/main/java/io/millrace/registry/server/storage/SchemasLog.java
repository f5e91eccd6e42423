package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RecordCodec.UnreadableRecordException;
import io.millrace.registry.model.record.RegistryRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The records of the schemas' topic, to be read from any offset on. For one thread, which may block. */
public final class SchemasLog implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(SchemasLog.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final StoreConfig config;
    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;
    /** Read from the broker and not handed out yet; less than a poll's records. */
    private final Deque<ConsumerRecord<byte[], byte[]>> fetched = new ArrayDeque<>();

    private long next = -1;

    SchemasLog(StoreConfig config) {
        this.config = config;
        this.partition = new TopicPartition(config.topic(), 0);
        this.consumer = new KafkaConsumer<>(
                ClientProperties.consumer(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
    }

    /**
     * A part of the log that was read.
     *
     * @param last the offset of its last record, or of the place up to which there is none
     * @param lastTsMs when that was written, in ms since 1970; 0 if it holds no record
     */
    public record Part(long last, long lastTsMs) {}

    /**
     * Reads the records from one offset up to another, exclusive, or so many of them, and keeps none. What cannot be read is
     * left out, as it is everywhere.
     */
    public Part read(long from, long until, int recordsMax, Consumer<RegistryRecord> sink) {
        if (next != from) {
            fetched.clear();
            consumer.seek(partition, from);
            next = from;
        }
        long lastTsMs = 0;
        int read = 0;
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.timeoutMs());
        while (next < until && read < recordsMax) {
            if (fetched.isEmpty()) {
                fetch(until, deadlineNanos);
            }
            while (!fetched.isEmpty() && next < until && read < recordsMax) {
                if (fetched.peek().offset() >= until) {
                    next = until;
                    break;
                }
                ConsumerRecord<byte[], byte[]> each = fetched.remove();
                next = each.offset() + 1;
                lastTsMs = each.timestamp();
                read++;
                decode(each, sink);
            }
        }
        return new Part(next - 1, lastTsMs);
    }

    private void fetch(long until, long deadlineNanos) {
        consumer.poll(POLL).forEach(fetched::add);
        if (fetched.isEmpty()) {
            // Compaction leaves no record at some offsets, and maybe none up to the end.
            next = Math.min(until, Math.max(next, consumer.position(partition)));
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new StoreException(
                        RegistryErrorCode.STORE_TIMEOUT,
                        "the topic " + config.topic() + " could not be read from offset " + next + " in "
                                + config.timeoutMs() + " ms",
                        null);
            }
        }
    }

    private static void decode(ConsumerRecord<byte[], byte[]> stored, Consumer<RegistryRecord> sink) {
        if (stored.key() == null) {
            return;
        }
        try {
            RecordCodec.decode(stored.key(), stored.value()).ifPresent(sink);
        } catch (UnreadableRecordException e) {
            LOGGER.atDebug().addKeyValue("offset", stored.offset()).log("passed over what is not a registry's record");
        }
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSING));
    }
}
