package io.millrace.broker.server.node;

import io.millrace.broker.server.request.ApiSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;

/**
 * All settings of a broker, each concern in a record of its own, under Kafka's names.
 *
 * @param nodeId {@code node.id}
 * @param listeners where it listens
 * @param network threads and bounds
 * @param security keys, strangers and first users
 * @param storage where data lies
 * @param topics what topics get
 * @param groups consumer groups
 * @param transactions transactions
 * @param authorizer who may do what
 * @param fetchMaxBytes {@code fetch.max.bytes}
 * @param given the properties as they were given
 */
record BrokerConfig(
        int nodeId,
        Listeners listeners,
        NetworkSettings network,
        SecuritySettings security,
        StorageSettings storage,
        TopicSettings topics,
        GroupSettings groups,
        TransactionSettings transactions,
        AuthorizerSettings authorizer,
        int fetchMaxBytes,
        Map<String, String> given) {

    private static final int DEFAULT_FETCH_MAX_BYTES = 55 << 20;

    static BrokerConfig from(Map<String, String> properties) {
        var reader = new PropertyReader(properties);
        int legacyId = reader.number("broker.id", 1, 0);
        requireCombinedRoles(reader);
        var config = new BrokerConfig(
                reader.number("node.id", legacyId, 0),
                Listeners.from(reader),
                NetworkSettings.from(reader),
                SecuritySettings.from(reader),
                StorageSettings.from(reader),
                TopicSettings.from(reader),
                GroupSettings.from(reader),
                TransactionSettings.from(reader),
                AuthorizerSettings.from(reader),
                reader.number("fetch.max.bytes", DEFAULT_FETCH_MAX_BYTES, 1_024),
                Map.copyOf(reader.given()));
        StockProperties.accept(reader);
        reader.refuseUnknown();
        return config;
    }

    /** Every node of this release is broker and controller in one. */
    private static void requireCombinedRoles(PropertyReader reader) {
        String roles = reader.text("process.roles", "broker,controller");
        if (!roles.equals("broker,controller") && !roles.equals("controller,broker")) {
            throw new ConfigException("process.roles", roles, "this release runs broker,controller in one process");
        }
    }

    /** The listener of what runs in this process. */
    ListenerSettings listener() {
        return listeners.easiest();
    }

    ApiSettings apiSettings() {
        Map<String, String> effective = new TreeMap<>(given);
        effective.keySet().removeIf(SecretNames::isSecret);
        effective.putIfAbsent("node.id", Integer.toString(nodeId));
        effective.putIfAbsent("broker.id", Integer.toString(nodeId));
        effective.putIfAbsent("log.dirs", storage.logDirectory().toString());
        effective.putIfAbsent("num.partitions", Integer.toString(topics.partitionCount()));
        effective.putIfAbsent("default.replication.factor", Integer.toString(topics.replicationFactor()));
        effective.putIfAbsent("auto.create.topics.enable", Boolean.toString(topics.autoCreate()));
        effective.putIfAbsent("min.insync.replicas", "1");
        effective.putIfAbsent(
                "offsets.topic.replication.factor",
                Integer.toString(groups.offsetsTopic().replicationFactor()));
        effective.putIfAbsent(
                "offsets.topic.num.partitions",
                Integer.toString(groups.offsetsTopic().partitionCount()));
        effective.putIfAbsent(
                "transaction.state.log.num.partitions",
                Integer.toString(transactions.topic().partitionCount()));
        effective.putIfAbsent(
                "transaction.state.log.replication.factor",
                Integer.toString(transactions.topic().replicationFactor()));
        effective.putIfAbsent(
                "transaction.state.log.min.isr",
                Integer.toString(transactions.topic().minInsyncReplicas()));
        return new ApiSettings(
                topics.autoCreate(),
                topics.partitionCount(),
                topics.replicationFactor(),
                fetchMaxBytes,
                topics.defaults().values(),
                effective);
    }
}
