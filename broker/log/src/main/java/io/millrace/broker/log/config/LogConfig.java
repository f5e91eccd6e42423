package io.millrace.broker.log.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.record.TimestampType;

/**
 * The settings of one topic. Read from Kafka's names by {@link #parse}; {@link #values()} gives every name with its
 * effective value back for DescribeConfigs.
 */
public record LogConfig(
        CleanupPolicy cleanup,
        SegmentSettings segments,
        RetentionSettings retention,
        CompactionSettings compaction,
        BatchSettings batches,
        boolean asyncFlush,
        Map<String, Object> values) {

    /** Every topic setting that Millrace knows; anything else is refused by {@link #parse}. */
    public static final TopicSettings SETTINGS = new TopicSettings();

    public LogConfig {
        values = Map.copyOf(values);
    }

    public static LogConfig defaults() {
        return parse(Map.of());
    }

    /** Refuses an unknown name (naming the nearest known one) or a bad value with a {@link ConfigException}. */
    public static LogConfig parse(Map<String, String> settings) {
        return of(SETTINGS.parse(settings));
    }

    /** {@code overrides} win over {@code defaults}; both use topic names (not the broker's {@code log.} names). */
    public static LogConfig parse(Map<String, String> defaults, Map<String, String> overrides) {
        Map<String, String> merged = new TreeMap<>(defaults);
        merged.putAll(overrides);
        return parse(merged);
    }

    public int minInsyncReplicas() {
        return intOf(values, TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    }

    public boolean uncleanLeaderElection() {
        return (Boolean) values.get(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG);
    }

    private static LogConfig of(Map<String, Object> values) {
        @SuppressWarnings("unchecked")
        List<String> policies = (List<String>) values.get(TopicConfig.CLEANUP_POLICY_CONFIG);
        return new LogConfig(
                CleanupPolicy.of(policies),
                segments(values, CleanupPolicy.of(policies).compact()),
                new RetentionSettings(
                        longOf(values, TopicConfig.RETENTION_MS_CONFIG),
                        longOf(values, TopicConfig.RETENTION_BYTES_CONFIG)),
                compaction(values),
                batches(values),
                TopicSettings.FLUSH_ASYNC.equals(values.get(TopicSettings.FLUSH_CONFIG)),
                values);
    }

    /** The active segment is never compacted, so where that may not wait for long it must be closed in time. */
    private static SegmentSettings segments(Map<String, Object> values, boolean compact) {
        long segmentMs = longOf(values, TopicConfig.SEGMENT_MS_CONFIG);
        long maxLagMs = longOf(values, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG);
        return new SegmentSettings(
                values.containsKey(TopicSettings.INTERNAL_SEGMENT_BYTES_CONFIG)
                        ? intOf(values, TopicSettings.INTERNAL_SEGMENT_BYTES_CONFIG)
                        : intOf(values, TopicConfig.SEGMENT_BYTES_CONFIG),
                compact ? Math.min(segmentMs, maxLagMs) : segmentMs,
                longOf(values, TopicConfig.SEGMENT_JITTER_MS_CONFIG),
                intOf(values, TopicConfig.SEGMENT_INDEX_BYTES_CONFIG),
                intOf(values, TopicConfig.INDEX_INTERVAL_BYTES_CONFIG),
                longOf(values, TopicConfig.FILE_DELETE_DELAY_MS_CONFIG));
    }

    private static CompactionSettings compaction(Map<String, Object> values) {
        return new CompactionSettings(
                longOf(values, TopicConfig.DELETE_RETENTION_MS_CONFIG),
                longOf(values, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG),
                longOf(values, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                (Double) values.get(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG));
    }

    private static BatchSettings batches(Map<String, Object> values) {
        return new BatchSettings(
                intOf(values, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
                TimestampType.forName((String) values.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)),
                longOf(values, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG),
                longOf(values, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
                ((String) values.get(TopicConfig.COMPRESSION_TYPE_CONFIG)).toLowerCase(Locale.ROOT));
    }

    private static int intOf(Map<String, Object> values, String name) {
        return (Integer) values.get(name);
    }

    private static long longOf(Map<String, Object> values, String name) {
        return (Long) values.get(name);
    }
}
