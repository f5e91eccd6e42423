package io.millrace.connect.worker.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How large the batches of a source's producer are where nobody has said it. */
public final class SourceBatches {

    /** A poll is many records for few partitions, so Kafka's 16 KiB are many requests, each waiting for the disk. */
    public static final int DEFAULT_BYTES = 128 * 1024;

    private static final List<String> LIMITS =
            List.of(ProducerConfig.BUFFER_MEMORY_CONFIG, ProducerConfig.MAX_REQUEST_SIZE_CONFIG);

    private SourceBatches() {}

    /** Within what is given for the buffer, which must hold a batch, and for a request, which a batch alone may exceed. */
    static long bytes(Map<String, String> given) {
        long bytes = DEFAULT_BYTES;
        for (String key : LIMITS) {
            bytes = Math.min(bytes, limit(given.get(key)));
        }
        return Math.max(0, bytes);
    }

    private static long limit(String given) {
        try {
            return given == null ? DEFAULT_BYTES : Long.parseLong(given.strip());
        } catch (NumberFormatException e) {
            // The client refuses it, and says so better.
            return DEFAULT_BYTES;
        }
    }
}
