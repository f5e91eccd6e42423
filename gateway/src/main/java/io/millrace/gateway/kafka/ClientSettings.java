package io.millrace.gateway.kafka;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;

/**
 * How the clients of the cluster are set up: what the gateway needs, and over it what the user set for all of them
 * ({@code client.}) or for one kind ({@code producer.}, {@code consumer.}, {@code admin.}).
 *
 * @param properties those of the user, with their prefixes
 */
public record ClientSettings(String bootstrapServers, Map<String, String> properties) {
    private static final int PATIENCE_MS = 30_000;
    /** Less than a request may take, so that a full buffer is answered as such. */
    private static final int BLOCK_MS = 10_000;

    private static final int RECORD_BYTES_MAX = 1 << 20;
    /**
     * Records of many clients wait together, so that larger batches than a producer's own 16 KiB are filled without a wait:
     * each takes a request, an answer and the waking of two threads.
     */
    private static final int BATCH_BYTES = 64 << 10;

    /** Room for a batch of each of a thousand partitions. */
    private static final long BUFFER_BYTES = 1_000L * BATCH_BYTES;

    private static final int FETCH_BYTES_MAX = 1 << 20;
    /** Records are unpacked when they are polled; what an answer has no room for should be few. */
    private static final int POLL_RECORDS_MAX = 50;

    public ClientSettings {
        properties = Map.copyOf(properties);
    }

    /** For an admin client. */
    public Map<String, Object> admin() {
        Map<String, Object> settings = base("admin.");
        settings.putIfAbsent("default.api.timeout.ms", PATIENCE_MS);
        settings.putIfAbsent(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, BLOCK_MS);
        return settings;
    }

    Map<String, Object> producer() {
        Map<String, Object> settings = base("producer.");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        settings.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, RECORD_BYTES_MAX);
        settings.putIfAbsent(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MS);
        settings.putIfAbsent(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, BLOCK_MS);
        settings.putIfAbsent(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE_MS);
        return settings;
    }

    /** For a producer of transactions, as strict as the shared one. */
    public Map<String, Object> transactional(String transactionalId) {
        Map<String, Object> settings = producer();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, transactionalId);
        // Readers of committed records wait for a transaction that a node left behind.
        settings.putIfAbsent(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, PATIENCE_MS);
        return settings;
    }

    /** For a consumer without a group; bounded in what it fetches ahead and in what it hands over at once. */
    public Map<String, Object> reader(IsolationLevel isolation) {
        Map<String, Object> settings = consumer();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        return settings;
    }

    /** For a member of a group; {@code more} is what its client wants. */
    public Map<String, Object> member(String group, Map<String, Object> more) {
        Map<String, Object> settings = consumer();
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation().toString());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.putAll(more);
        return settings;
    }

    private Map<String, Object> consumer() {
        Map<String, Object> settings = base("consumer.");
        settings.putIfAbsent(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES_MAX);
        settings.putIfAbsent(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES_MAX);
        settings.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS_MAX);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.putIfAbsent(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MS);
        return settings;
    }

    /** That of readers who do not say another. */
    public IsolationLevel isolation() {
        Object written = base("consumer.").getOrDefault(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return IsolationLevel.valueOf(written.toString().toUpperCase(Locale.ROOT));
    }

    private Map<String, Object> base(String kind) {
        Map<String, Object> settings = new HashMap<>(under("client."));
        settings.putAll(under(kind));
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }

    private Map<String, String> under(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        properties.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }
}
