package io.millrace.broker.metadata.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The configs of a broker that may change while it runs, under Kafka's names: for one broker, or for all of them. */
public final class BrokerConfigs {

    public static final String MAX_CONNECTIONS = "max.connections";
    public static final String MAX_CONNECTIONS_PER_IP = "max.connections.per.ip";
    public static final String MAX_CONNECTIONS_PER_IP_OVERRIDES = "max.connections.per.ip.overrides";
    public static final String MAX_CONNECTION_CREATION_RATE = "max.connection.creation.rate";
    public static final String PRODUCER_ID_EXPIRATION_MS = "producer.id.expiration.ms";
    public static final String PARTITION_VERIFICATION = "transaction.partition.verification.enable";

    /** What topics get that do not say it themselves: from the broker's name to the topic's. */
    private static final SortedMap<String, ConfigKey> TOPIC_DEFAULTS = topicDefaults();

    public static final ConfigTable TABLE = new ConfigTable(keys(), ListenerConfigs.keys());

    private BrokerConfigs() {}

    /** The values that these broker configs give to topics, by the topics' names; the others are left out. */
    public static Map<String, String> topicDefaults(Map<String, String> brokerConfigs) {
        Map<String, String> values = new TreeMap<>();
        brokerConfigs.forEach((name, value) -> {
            ConfigKey key = TOPIC_DEFAULTS.get(name);
            if (key != null) {
                values.put(key.name(), value);
            }
        });
        return values;
    }

    private static SortedMap<String, ConfigKey> topicDefaults() {
        SortedMap<String, ConfigKey> keys = new TreeMap<>();
        TopicConfigs.TABLE.byName().values().forEach(key -> key.brokerSynonym().ifPresent(name -> keys.put(name, key)));
        return Collections.unmodifiableSortedMap(keys);
    }

    private static List<ConfigKey> keys() {
        List<ConfigKey> keys = new ArrayList<>();
        TOPIC_DEFAULTS.forEach((name, key) -> keys.add(new ConfigKey(
                name, key.type(), key.defaultValue(), Optional.empty(), key.rule(), key.documentation())));
        keys.add(positive(MAX_CONNECTIONS, Integer.toString(Integer.MAX_VALUE)));
        keys.add(positive(MAX_CONNECTIONS_PER_IP, Integer.toString(Integer.MAX_VALUE)));
        keys.add(positive(MAX_CONNECTION_CREATION_RATE, Integer.toString(Integer.MAX_VALUE)));
        keys.add(new ConfigKey(
                MAX_CONNECTIONS_PER_IP_OVERRIDES,
                ConfigType.STRING,
                "",
                Optional.empty(),
                BrokerConfigs::overridesComplaint,
                ""));
        keys.add(positive(PRODUCER_ID_EXPIRATION_MS, "86400000"));
        keys.add(new ConfigKey(
                PARTITION_VERIFICATION, ConfigType.BOOLEAN, "true", Optional.empty(), ValueRule.yesOrNo(), ""));
        // Tools and scripts made for Kafka set these; they change nothing here, and the broker says why.
        keys.add(positive("background.threads", "10"));
        keys.add(positive("num.io.threads", "8"));
        keys.add(positive("num.recovery.threads.per.data.dir", "2"));
        keys.add(positive("num.replica.fetchers", "1"));
        keys.add(positive("log.cleaner.threads", "1"));
        keys.add(whole("log.cleaner.backoff.ms", "15000"));
        keys.add(whole("log.cleaner.dedupe.buffer.size", "134217728"));
        keys.add(whole("log.cleaner.io.buffer.size", "524288"));
        keys.add(fraction("log.cleaner.io.buffer.load.factor", "0.9", 1));
        keys.add(fraction("log.cleaner.io.max.bytes.per.second", "1.7976931348623157E308", Double.MAX_VALUE));
        keys.add(whole("leader.replication.throttled.rate", Long.toString(Long.MAX_VALUE)));
        keys.add(whole("follower.replication.throttled.rate", Long.toString(Long.MAX_VALUE)));
        keys.add(whole("replica.alter.log.dirs.io.max.bytes.per.second", Long.toString(Long.MAX_VALUE)));
        return keys;
    }

    /** Elements look like {@code address:count}. A host name would have to be looked up by whoever applies the change. */
    private static Optional<String> overridesComplaint(String value) {
        for (String element : ValueRule.elements(value)) {
            int colon = element.lastIndexOf(':');
            if (colon <= 0
                    || ValueRule.ofInt(0, Integer.MAX_VALUE)
                            .complaint(element.substring(colon + 1))
                            .isPresent()) {
                return Optional.of("must look like 10.0.0.1:100,127.0.0.1:200");
            }
            String host = element.substring(0, colon).trim();
            if (!IpLiteral.is(host)) {
                return Optional.of("has '" + host + "', which is not an IP address; host names are looked up in the"
                        + " properties file alone");
            }
        }
        return Optional.empty();
    }

    private static ConfigKey positive(String name, String defaultValue) {
        ValueRule rule = ValueRule.ofInt(1, Integer.MAX_VALUE);
        return new ConfigKey(name, ConfigType.INT, defaultValue, Optional.empty(), rule, "");
    }

    private static ConfigKey whole(String name, String defaultValue) {
        return new ConfigKey(name, ConfigType.LONG, defaultValue, Optional.empty(), ValueRule.ofLong(0), "");
    }

    private static ConfigKey fraction(String name, String defaultValue, double maximum) {
        ValueRule rule = ValueRule.ofDouble(0, maximum);
        return new ConfigKey(name, ConfigType.DOUBLE, defaultValue, Optional.empty(), rule, "");
    }
}
