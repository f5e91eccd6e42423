package io.millrace.broker.metadata.config;

import java.util.List;
import java.util.Optional;

/** The configs of a topic, under Kafka's names and with Kafka's defaults, and {@code flush}, which is ours. */
public final class TopicConfigs {
    /** {@code ack}: an acknowledged record is on disk. {@code async}: it may still be in the page cache, as in Kafka. */
    public static final String FLUSH = "flush";

    public static final ConfigTable TABLE = new ConfigTable(List.of(
            list(
                    "cleanup.policy",
                    "delete",
                    "log.cleanup.policy",
                    ValueRule.listOf("compact", "delete"),
                    "Delete old segments, keep the last record of each key, or both."),
            text(
                    "compression.type",
                    "producer",
                    "compression.type",
                    ValueRule.oneOf("uncompressed", "zstd", "lz4", "snappy", "gzip", "producer"),
                    "The codec of stored batches; 'producer' keeps what the producer chose."),
            number(
                    "compression.gzip.level",
                    "-1",
                    "compression.gzip.level",
                    ValueRule.ofInt(-1, 9),
                    "The level of gzip where the broker compresses."),
            number(
                    "compression.lz4.level",
                    "9",
                    "compression.lz4.level",
                    ValueRule.ofInt(1, 17),
                    "The level of lz4 where the broker compresses."),
            number(
                    "compression.zstd.level",
                    "3",
                    "compression.zstd.level",
                    ValueRule.ofInt(-131072, 22),
                    "The level of zstd where the broker compresses."),
            whole(
                    "delete.retention.ms",
                    "86400000",
                    "log.cleaner.delete.retention.ms",
                    0,
                    "How long tombstones stay readable in a compacted topic."),
            whole(
                    "file.delete.delay.ms",
                    "60000",
                    "log.segment.delete.delay.ms",
                    0,
                    "How long a deleted file stays on disk."),
            text(
                    FLUSH,
                    "ack",
                    null,
                    ValueRule.oneOf("ack", "async"),
                    "ack: acknowledged means on disk. async: acknowledged may mean page cache."),
            whole(
                    "flush.messages",
                    Long.toString(Long.MAX_VALUE),
                    "log.flush.interval.messages",
                    1,
                    "After how many records a log is flushed in any case."),
            whole(
                    "flush.ms",
                    Long.toString(Long.MAX_VALUE),
                    "log.flush.interval.ms",
                    0,
                    "After what time a log is flushed in any case."),
            list(
                    "follower.replication.throttled.replicas",
                    "",
                    null,
                    ValueRule.any(),
                    "Followers whose replication is throttled."),
            number(
                    "index.interval.bytes",
                    "4096",
                    "log.index.interval.bytes",
                    ValueRule.ofInt(0, Integer.MAX_VALUE),
                    "How many bytes of log there are per index entry."),
            list(
                    "leader.replication.throttled.replicas",
                    "",
                    null,
                    ValueRule.any(),
                    "Leaders whose replication is throttled."),
            whole(
                    "max.compaction.lag.ms",
                    Long.toString(Long.MAX_VALUE),
                    "log.cleaner.max.compaction.lag.ms",
                    1,
                    "The longest time a record may stay uncompacted."),
            number(
                    "max.message.bytes",
                    "1048588",
                    "message.max.bytes",
                    ValueRule.ofInt(0, Integer.MAX_VALUE),
                    "The largest record batch."),
            whole(
                    "message.timestamp.after.max.ms",
                    "3600000",
                    "log.message.timestamp.after.max.ms",
                    0,
                    "How far in the future the timestamp of a record may be."),
            whole(
                    "message.timestamp.before.max.ms",
                    Long.toString(Long.MAX_VALUE),
                    "log.message.timestamp.before.max.ms",
                    0,
                    "How far in the past the timestamp of a record may be."),
            text(
                    "message.timestamp.type",
                    "CreateTime",
                    "log.message.timestamp.type",
                    ValueRule.oneOf("CreateTime", "LogAppendTime"),
                    "Whose clock gives records their timestamp."),
            new ConfigKey(
                    "min.cleanable.dirty.ratio",
                    ConfigType.DOUBLE,
                    "0.5",
                    Optional.of("log.cleaner.min.cleanable.ratio"),
                    ValueRule.ofDouble(0, 1),
                    "The part of a log that must be uncompacted before it is compacted."),
            whole(
                    "min.compaction.lag.ms",
                    "0",
                    "log.cleaner.min.compaction.lag.ms",
                    0,
                    "The shortest time a record stays uncompacted."),
            number(
                    "min.insync.replicas",
                    "1",
                    "min.insync.replicas",
                    ValueRule.ofInt(1, Integer.MAX_VALUE),
                    "How many replicas must have a record before acks=all is answered."),
            flag("preallocate", "false", "log.preallocate", "Allocate the whole file when a segment begins."),
            whole(
                    "retention.bytes",
                    "-1",
                    "log.retention.bytes",
                    -1,
                    "The size of a partition above which old segments go; -1 for no limit."),
            whole(
                    "retention.ms",
                    "604800000",
                    "log.retention.ms",
                    -1,
                    "The age after which segments go; -1 for no limit."),
            number(
                    "segment.bytes",
                    "1073741824",
                    "log.segment.bytes",
                    ValueRule.ofInt(1 << 20, Integer.MAX_VALUE),
                    "The size of a segment."),
            number(
                    "segment.index.bytes",
                    "10485760",
                    "log.index.size.max.bytes",
                    ValueRule.ofInt(4, Integer.MAX_VALUE),
                    "The size of an index."),
            whole(
                    "segment.jitter.ms",
                    "0",
                    "log.roll.jitter.ms",
                    0,
                    "Up to how much earlier a segment ends, so that not all end together."),
            whole("segment.ms", "604800000", "log.roll.ms", 1, "The time after which a segment ends."),
            flag(
                    "unclean.leader.election.enable",
                    "false",
                    "unclean.leader.election.enable",
                    "Whether a replica that may lack acknowledged records may lead.")));

    private TopicConfigs() {}

    private static ConfigKey text(String name, String defaultValue, String synonym, ValueRule rule, String doc) {
        return new ConfigKey(name, ConfigType.STRING, defaultValue, Optional.ofNullable(synonym), rule, doc);
    }

    private static ConfigKey list(String name, String defaultValue, String synonym, ValueRule rule, String doc) {
        return new ConfigKey(name, ConfigType.LIST, defaultValue, Optional.ofNullable(synonym), rule, doc);
    }

    private static ConfigKey number(String name, String defaultValue, String synonym, ValueRule rule, String doc) {
        return new ConfigKey(name, ConfigType.INT, defaultValue, Optional.of(synonym), rule, doc);
    }

    private static ConfigKey whole(String name, String defaultValue, String synonym, long minimum, String doc) {
        return new ConfigKey(name, ConfigType.LONG, defaultValue, Optional.of(synonym), ValueRule.ofLong(minimum), doc);
    }

    private static ConfigKey flag(String name, String defaultValue, String synonym, String doc) {
        return new ConfigKey(name, ConfigType.BOOLEAN, defaultValue, Optional.of(synonym), ValueRule.yesOrNo(), doc);
    }
}
