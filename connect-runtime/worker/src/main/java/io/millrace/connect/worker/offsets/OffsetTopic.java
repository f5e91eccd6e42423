package io.millrace.connect.worker.offsets;

import io.millrace.connect.worker.log.CompactedLog;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A topic of source offsets: the table of what is in it, and the log that reads and writes it. */
public record OffsetTopic(String name, OffsetTable table, CompactedLog log) {

    /** What to write for an offset; null deletes it. */
    ProducerRecord<byte[], byte[]> record(String connector, Map<String, ?> partition, Map<String, ?> offset) {
        return new ProducerRecord<>(name, table.keyBytes(connector, partition), table.valueBytes(offset));
    }

    /** Writes offsets, null deletes one; completes when the broker has them all. */
    CompletableFuture<Void> write(String connector, Map<Map<String, ?>, Map<String, ?>> offsets) {
        CompletableFuture<?>[] writes = offsets.entrySet().stream()
                .map(entry -> record(connector, entry.getKey(), entry.getValue()))
                .map(record -> log.append(record.topic(), record.key(), record.value()))
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(writes);
    }
}
