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

    /** What topics get that do not say it themselves: from the broker's name to the topic's. */
    private static final SortedMap<String, ConfigKey> TOPIC_DEFAULTS = topicDefaults();

    public static final ConfigTable TABLE = new ConfigTable(keys());

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
        // Tools and scripts made for Kafka set these; they change nothing here, and the broker says why.
        keys.add(threads("background.threads", "10"));
        keys.add(threads("num.io.threads", "8"));
        keys.add(threads("num.recovery.threads.per.data.dir", "2"));
        keys.add(threads("num.replica.fetchers", "1"));
        keys.add(threads("log.cleaner.threads", "1"));
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

    private static ConfigKey threads(String name, String defaultValue) {
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
