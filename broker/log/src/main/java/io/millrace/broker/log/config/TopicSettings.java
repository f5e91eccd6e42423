package io.millrace.broker.log.config;

import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.millrace.names.NearestName;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;

/** The table of topic settings: names, types, defaults and limits as in Kafka 4.3, plus our own {@code flush}. */
public final class TopicSettings {
    /** {@code ack}: an acknowledged record is on disk. {@code async}: it is in the page cache, as with Kafka. */
    public static final String FLUSH_CONFIG = "flush";

    public static final String FLUSH_ACK = "ack";
    public static final String FLUSH_ASYNC = "async";

    /** As in Kafka: a segment size below {@code segment.bytes}' minimum, for tests. */
    public static final String INTERNAL_SEGMENT_BYTES_CONFIG = "internal.segment.bytes";

    private static final long DAY_MS = 24 * 60 * 60 * 1000L;

    private final ConfigDef definitions = new ConfigDef();

    TopicSettings() {
        defineSegments();
        defineCleanup();
        defineBatches();
        defineReplication();
    }

    /** The definitions, for validation and for DescribeConfigs. */
    public ConfigDef definitions() {
        return new ConfigDef(definitions);
    }

    public boolean isKnown(String name) {
        return definitions.configKeys().containsKey(name);
    }

    Map<String, Object> parse(Map<String, String> settings) {
        for (String name : settings.keySet()) {
            if (!isKnown(name)) {
                throw new ConfigException("Unknown topic config name: " + name
                        + NearestName.hint(name, definitions.configKeys().keySet()));
            }
        }
        Map<String, Object> parsed = new TreeMap<>(definitions.parse(settings));
        return parsed.entrySet().stream()
                .filter(entry -> entry.getValue() != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void defineSegments() {
        number(TopicConfig.SEGMENT_BYTES_CONFIG, 1 << 30, atLeast(1 << 20), TopicConfig.SEGMENT_BYTES_DOC);
        define(INTERNAL_SEGMENT_BYTES_CONFIG, ConfigDef.Type.INT, null, null, "The segment size that tests use.");
        number(TopicConfig.SEGMENT_MS_CONFIG, 7 * DAY_MS, atLeast(1), TopicConfig.SEGMENT_MS_DOC);
        number(TopicConfig.SEGMENT_JITTER_MS_CONFIG, 0L, atLeast(0), TopicConfig.SEGMENT_JITTER_MS_DOC);
        number(TopicConfig.SEGMENT_INDEX_BYTES_CONFIG, 10 << 20, atLeast(4), TopicConfig.SEGMENT_INDEX_BYTES_DOC);
        number(TopicConfig.INDEX_INTERVAL_BYTES_CONFIG, 4096, atLeast(0), TopicConfig.INDEX_INTERVAL_BYTES_DOC);
        number(TopicConfig.FILE_DELETE_DELAY_MS_CONFIG, 60_000L, atLeast(0), TopicConfig.FILE_DELETE_DELAY_MS_DOC);
        define(TopicConfig.PREALLOCATE_CONFIG, ConfigDef.Type.BOOLEAN, false, null, TopicConfig.PREALLOCATE_DOC);
        define(
                FLUSH_CONFIG,
                ConfigDef.Type.STRING,
                FLUSH_ACK,
                ValidString.in(FLUSH_ACK, FLUSH_ASYNC),
                "Whether a record is acknowledged once it is on disk (ack) or once it is in the page cache (async).");
        number(
                TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
                Long.MAX_VALUE,
                atLeast(1),
                TopicConfig.FLUSH_MESSAGES_INTERVAL_DOC);
        number(TopicConfig.FLUSH_MS_CONFIG, Long.MAX_VALUE, atLeast(0), TopicConfig.FLUSH_MS_DOC);
    }

    private void defineCleanup() {
        define(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                ConfigDef.Type.LIST,
                TopicConfig.CLEANUP_POLICY_DELETE,
                ValidList.in(TopicConfig.CLEANUP_POLICY_COMPACT, TopicConfig.CLEANUP_POLICY_DELETE),
                TopicConfig.CLEANUP_POLICY_DOC);
        number(TopicConfig.RETENTION_MS_CONFIG, 7 * DAY_MS, atLeast(-1), TopicConfig.RETENTION_MS_DOC);
        number(TopicConfig.RETENTION_BYTES_CONFIG, -1L, null, TopicConfig.RETENTION_BYTES_DOC);
        number(TopicConfig.DELETE_RETENTION_MS_CONFIG, DAY_MS, atLeast(0), TopicConfig.DELETE_RETENTION_MS_DOC);
        number(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, 0L, atLeast(0), TopicConfig.MIN_COMPACTION_LAG_MS_DOC);
        number(
                TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG,
                Long.MAX_VALUE,
                atLeast(1),
                TopicConfig.MAX_COMPACTION_LAG_MS_DOC);
        define(
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                ConfigDef.Type.DOUBLE,
                0.5,
                between(0, 1),
                TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_DOC);
    }

    private void defineBatches() {
        number(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, 1_048_588, atLeast(0), TopicConfig.MAX_MESSAGE_BYTES_DOC);
        define(
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                ConfigDef.Type.STRING,
                "CreateTime",
                ValidString.in("CreateTime", "LogAppendTime"),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_DOC);
        number(
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG,
                Long.MAX_VALUE,
                atLeast(0),
                TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_DOC);
        number(
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                3_600_000L,
                atLeast(0),
                TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_DOC);
        define(
                TopicConfig.COMPRESSION_TYPE_CONFIG,
                ConfigDef.Type.STRING,
                "producer",
                ValidString.in("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd"),
                TopicConfig.COMPRESSION_TYPE_DOC);
    }

    private void defineReplication() {
        number(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, 1, atLeast(1), TopicConfig.MIN_IN_SYNC_REPLICAS_DOC);
        define(
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                ConfigDef.Type.BOOLEAN,
                false,
                null,
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_DOC);
    }

    private void number(String name, Number defaultValue, Validator validator, String documentation) {
        define(
                name,
                defaultValue instanceof Long ? ConfigDef.Type.LONG : ConfigDef.Type.INT,
                defaultValue,
                validator,
                documentation);
    }

    private void define(
            String name, ConfigDef.Type type, Object defaultValue, Validator validator, String documentation) {
        definitions.define(name, type, defaultValue, validator, Importance.MEDIUM, documentation);
    }
}
