package io.millrace.broker.coordinator.decision;

/**
 * The limits and times of groups.
 *
 * @param minSessionTimeoutMs {@code group.min.session.timeout.ms}
 * @param maxSessionTimeoutMs {@code group.max.session.timeout.ms}
 * @param initialRebalanceDelayMs {@code group.initial.rebalance.delay.ms}: an empty group waits this long for more
 *     members before its first assignment
 * @param maxMembers {@code group.max.size}
 * @param maxGroups how many groups one shard holds
 * @param maxOffsetMetadataBytes {@code offset.metadata.max.bytes}
 * @param maxDecisionBytes keys and values that one request may store, tombstones aside: a request of a few bytes for
 *     each partition would otherwise make a record of many for each
 * @param offsetsRetentionMs {@code offsets.retention.minutes}
 * @param offsetsCheckIntervalMs {@code offsets.retention.check.interval.ms}
 * @param consumer for groups of the consumer protocol
 */
public record GroupConfig(
        int minSessionTimeoutMs,
        int maxSessionTimeoutMs,
        int initialRebalanceDelayMs,
        int maxMembers,
        int maxGroups,
        int maxOffsetMetadataBytes,
        int maxDecisionBytes,
        long offsetsRetentionMs,
        long offsetsCheckIntervalMs,
        ConsumerConfig consumer) {
    public static final GroupConfig DEFAULTS = new GroupConfig(
            6_000,
            1_800_000,
            3_000,
            5_000,
            50_000,
            4_096,
            4 << 20,
            7L * 24 * 60 * 60 * 1000,
            600_000,
            ConsumerConfig.DEFAULTS);

    public GroupConfig withInitialRebalanceDelayMs(int delayMs) {
        return new GroupConfig(
                minSessionTimeoutMs,
                maxSessionTimeoutMs,
                delayMs,
                maxMembers,
                maxGroups,
                maxOffsetMetadataBytes,
                maxDecisionBytes,
                offsetsRetentionMs,
                offsetsCheckIntervalMs,
                consumer);
    }

    public GroupConfig withConsumer(ConsumerConfig newConsumer) {
        return new GroupConfig(
                minSessionTimeoutMs,
                maxSessionTimeoutMs,
                initialRebalanceDelayMs,
                maxMembers,
                maxGroups,
                maxOffsetMetadataBytes,
                maxDecisionBytes,
                offsetsRetentionMs,
                offsetsCheckIntervalMs,
                newConsumer);
    }
}
