package io.millrace.broker.coordinator.record;

import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/**
 * A committed offset.
 *
 * @param leaderEpoch of the last consumed record, -1 when the client did not say
 * @param expireTimestampMs only when an old client asked for a retention of its own
 * @param topicId zero when the client named the topic only
 */
public record OffsetValue(
        long offset,
        int leaderEpoch,
        String metadata,
        long commitTimestampMs,
        OptionalLong expireTimestampMs,
        Uuid topicId) {
    public static final int NO_LEADER_EPOCH = -1;
}
