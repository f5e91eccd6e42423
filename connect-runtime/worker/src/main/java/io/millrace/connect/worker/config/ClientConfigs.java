package io.millrace.connect.worker.config;

import io.millrace.connect.plan.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What each Kafka client of a worker is configured with: the presets, then the worker's connection, then
 * {@code producer.*} and its sisters of the worker, then {@code producer.override.*} and its sisters of the connector.
 */
public final class ClientConfigs {

    private static final int REDRIVE_TIMEOUT_MS = 20_000;
    private static final int LETTER_MAX_BLOCK_MS = 60_000;

    private static final List<String> OVERRIDES =
            List.of("producer.override.", "consumer.override.", "admin.override.");

    private final Map<String, String> worker;
    private final boolean committedOnly;
    private final Map<String, Object> connection = new HashMap<>();

    public ClientConfigs(WorkerConfig config) {
        this.worker = config.originals();
        this.committedOnly = config.exactlyOnceSources() != ExactlyOnceSources.DISABLED;
        Set<String> shared = AdminClientConfig.configNames();
        worker.forEach((key, value) -> {
            if (shared.contains(key) && !CommonClientConfigs.CLIENT_ID_CONFIG.equals(key)) {
                connection.put(key, value);
            }
        });
    }

    /** The producer of a source task's records. */
    public Map<String, Object> sourceProducer(TaskId task, Map<String, String> connectorConfig) {
        return connectorProducer("connector-producer-" + task, connectorConfig);
    }

    /** The producer of a source task that writes in transactions; nobody else may choose its transactional id. */
    public Map<String, Object> transactionalProducer(
            TaskId task, Map<String, String> connectorConfig, String transactionalId) {
        Map<String, Object> config = sourceProducer(task, connectorConfig);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        return config;
    }

    /**
     * The producer of a task's dead letters. It may be called on another producer's thread, which must not wait for ever:
     * a letter that finds no broker within this time, unless the connector gives another, fails the task.
     */
    public Map<String, Object> deadLetterProducer(TaskId task, Map<String, String> connectorConfig) {
        Map<String, Object> config = connectorProducer("connector-dlq-producer-" + task, connectorConfig);
        if (text(config, ProducerConfig.MAX_BLOCK_MS_CONFIG).equals(Long.toString(Long.MAX_VALUE))) {
            config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(LETTER_MAX_BLOCK_MS));
        }
        return config;
    }

    /** The producer that sends dead letters back; one that finds no broker says so soon. */
    public Map<String, Object> redriveProducer(
            String connector, Map<String, String> connectorConfig, String transactionalId) {
        Map<String, Object> config = connectorProducer("connector-redrive-producer-" + connector, connectorConfig);
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Integer.toString(REDRIVE_TIMEOUT_MS));
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Integer.toString(REDRIVE_TIMEOUT_MS));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(REDRIVE_TIMEOUT_MS));
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Integer.toString(REDRIVE_TIMEOUT_MS / 2));
        config.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        return config;
    }

    /** The consumer that reads dead letters for people. */
    public Map<String, Object> letterConsumer(String connector, Map<String, String> connectorConfig, String group) {
        Map<String, Object> config = logConsumer("connector-letter-consumer-" + connector);
        config.putAll(withPrefix(worker, "consumer."));
        config.putAll(withPrefix(connectorConfig, "consumer.override."));
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return config;
    }

    private Map<String, Object> connectorProducer(String clientId, Map<String, String> connectorConfig) {
        Map<String, String> given = new HashMap<>(withPrefix(worker, "producer."));
        given.putAll(withPrefix(connectorConfig, "producer.override."));
        Map<String, Object> config = durableProducer(clientId);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, Long.toString(SourceBatches.bytes(given)));
        config.putAll(given);
        if (!mayBeIdempotent(config)) {
            if (!given.containsKey(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)) {
                config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false");
            }
            // Without sequence numbers a retried batch falls behind the ones that were in flight with it.
            if (!given.containsKey(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION)) {
                config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
            }
        }
        return config;
    }

    /** The client refuses to be idempotent with settings that cannot be, where it is told to be by name. */
    private static boolean mayBeIdempotent(Map<String, Object> config) {
        String acks = text(config, ProducerConfig.ACKS_CONFIG);
        return "true".equalsIgnoreCase(text(config, ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG))
                && (acks.equals("all") || acks.equals("-1"))
                && !text(config, ProducerConfig.RETRIES_CONFIG).equals("0")
                && text(config, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION)
                        .matches("[1-5]");
    }

    private static String text(Map<String, Object> config, String key) {
        return String.valueOf(config.get(key)).strip();
    }

    /**
     * The consumer of a sink task. A static member of its group (KIP-345), unlike Kafka Connect's: a task that comes
     * back after a kill takes its own place at once, instead of waiting until the group misses its former life. Where
     * sources write in transactions it reads what was committed, since an aborted record comes again as another one.
     */
    public Map<String, Object> sinkConsumer(TaskId task, Map<String, String> connectorConfig) {
        Map<String, Object> config = bytesConsumer("connector-consumer-" + task);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, "connect-" + task.connector());
        config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, GroupInstance.of("connect-", task.toString()));
        if (committedOnly) {
            config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        }
        config.putAll(withPrefix(worker, "consumer."));
        config.putAll(withPrefix(connectorConfig, "consumer.override."));
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return config;
    }

    /** Whether a client of this configuration talks to the same brokers as the worker itself. */
    public boolean ofWorkersCluster(Map<String, Object> config) {
        String key = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
        return Objects.equals(connection.get(key), config.get(key));
    }

    /**
     * The group in which the tasks of a sink share its topics.
     *
     * @param connectorConfig its secrets resolved, as a name may be a reference
     */
    public String sinkGroup(String connector, Map<String, String> connectorConfig) {
        return (String) sinkConsumer(new TaskId(connector, 0), connectorConfig).get(ConsumerConfig.GROUP_ID_CONFIG);
    }

    /**
     * The admin client of the cluster where a sink's group is. That of the connector, unless only its consumer was told
     * of another cluster: then it connects as the consumer does.
     */
    public Map<String, Object> sinkAdmin(String connector, Map<String, String> connectorConfig) {
        String clientId = "connector-worker-adminclient-" + connector;
        Map<String, Object> config = connectorAdmin(clientId, connectorConfig);
        Map<String, String> override = withPrefix(connectorConfig, "consumer.override.");
        boolean consumerTold = override.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
        boolean adminTold = connectorConfig.containsKey("admin.override.bootstrap.servers");
        if (consumerTold && !adminTold) {
            Map<String, String> consumer = new HashMap<>(withPrefix(worker, "consumer."));
            consumer.putAll(override);
            consumer.keySet().retainAll(AdminClientConfig.configNames());
            config.putAll(consumer);
            config.putAll(withPrefix(connectorConfig, "admin.override."));
            config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        }
        return config;
    }

    /** The admin client that serves one connector. */
    public Map<String, Object> connectorAdmin(String clientId, Map<String, String> connectorConfig) {
        Map<String, Object> config = admin(clientId);
        config.putAll(withPrefix(connectorConfig, "admin.override."));
        return config;
    }

    /** The worker's own admin client. */
    public Map<String, Object> admin(String clientId) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId);
        config.putAll(withPrefix(worker, "admin."));
        return config;
    }

    /** The writer of the internal topics; a write is given up only when the worker is. How large one may be is the worker's. */
    public Map<String, Object> logProducer(String clientId) {
        Map<String, Object> config = durableProducer(clientId);
        for (String key : List.of(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ProducerConfig.BUFFER_MEMORY_CONFIG)) {
            if (worker.containsKey(key)) {
                config.put(key, worker.get(key));
            }
        }
        return config;
    }

    /** The reader of the internal topics. Committed records only, as a stock cluster may have written transactions. */
    public Map<String, Object> logConsumer(String clientId) {
        Map<String, Object> config = bytesConsumer(clientId);
        replay(config);
        return config;
    }

    private static void replay(Map<String, Object> consumer) {
        consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        consumer.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    }

    /** The clients of a connector's own offset topic, which may be on the cluster that its records go to. */
    public OffsetClients ownOffsets(String connector, Map<String, String> connectorConfig) {
        Map<String, Object> consumer = bytesConsumer("connector-offsets-consumer-" + connector);
        consumer.putAll(withPrefix(worker, "consumer."));
        consumer.putAll(withPrefix(connectorConfig, "consumer.override."));
        consumer.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        replay(consumer);
        return new OffsetClients(
                connectorAdmin("connector-offsets-adminclient-" + connector, connectorConfig),
                consumer,
                connectorProducer("connector-offsets-producer-" + connector, connectorConfig));
    }

    /** What a connector says about its clients, by the keys that it says it with. */
    public static Map<String, String> overrides(Map<String, String> connectorConfig) {
        Map<String, String> overrides = new HashMap<>();
        connectorConfig.forEach((key, value) -> {
            if (OVERRIDES.stream().anyMatch(key::startsWith)) {
                overrides.put(key, value);
            }
        });
        return overrides;
    }

    /** Idempotent, unlike Kafka Connect's preset: a retry must not put a record into a topic twice. */
    private Map<String, Object> durableProducer(String clientId) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "5");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.toString(Integer.MAX_VALUE));
        return config;
    }

    private Map<String, Object> bytesConsumer(String clientId) {
        Map<String, Object> config = new HashMap<>(connection);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        return config;
    }

    private static Map<String, String> withPrefix(Map<String, String> config, String prefix) {
        Map<String, String> stripped = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                stripped.put(key.substring(prefix.length()), value);
            }
        });
        return stripped;
    }
}
