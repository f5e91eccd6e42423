package io.millrace.registry.server.storage;

import io.millrace.registry.model.record.RecordCodec;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/** How the clients of the store are set up. */
final class ClientProperties {
    /** Records of so many bytes, counted by {@link #bytesAtMost}, are one batch of the producer. */
    static final int APPEND_BYTES = 128 << 10;

    private static final int BATCH_BYTES = 2 * APPEND_BYTES;
    /** What a record has beside key and value: the name of the writer, and lengths. */
    private static final int BYTES_BESIDE = 128;

    /** What brokers allow unless they are told otherwise ({@code transaction.max.timeout.ms}). */
    private static final int TRANSACTION_MAX_MS = 900_000;

    private static final int TRANSACTION_MIN_MS = 1_000;

    private ClientProperties() {}

    static int bytesAtMost(RecordCodec.Encoded record) {
        return BYTES_BESIDE + record.key().length + (record.value() == null ? 0 : record.value().length);
    }

    static Map<String, Object> admin(StoreConfig config) {
        Map<String, Object> properties = base(config);
        properties.put("default.api.timeout.ms", config.initTimeoutMs());
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.min(30_000, config.initTimeoutMs()));
        return properties;
    }

    static Map<String, Object> consumer(StoreConfig config) {
        Map<String, Object> properties = base(config);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return properties;
    }

    static Map<String, Object> producer(StoreConfig config) {
        Map<String, Object> properties = base(config);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        // A batch leaves when the writer says that it is whole, and not before.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, config.timeoutMs() / 2);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, config.timeoutMs());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, config.timeoutMs() - config.timeoutMs() / 2);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, config.timeoutMs());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 16 << 20);
        return properties;
    }

    /** For appends of which all or none are ever read, of whichever writer used the id last. */
    static Map<String, Object> transactionalProducer(StoreConfig config, String transactionalId) {
        Map<String, Object> properties = producer(config);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        properties.put(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                Math.max(TRANSACTION_MIN_MS, Math.min(TRANSACTION_MAX_MS, config.timeoutMs())));
        return properties;
    }

    private static Map<String, Object> base(StoreConfig config) {
        Map<String, Object> properties = new HashMap<>(config.clientProperties());
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        return properties;
    }
}
