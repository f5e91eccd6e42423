package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberCodec;
import io.millrace.broker.coordinator.record.ConsumerValueCodec;
import io.millrace.broker.coordinator.record.CoordinatorKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.ConsumerGroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.MemberKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PartitionMetadataKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PositionKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.RegexKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetEpochKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetKey;
import java.util.Optional;

/** Makes consumer groups from their records while the log is read. */
public final class StoredConsumerGroups {
    private StoredConsumerGroups() {}

    /** @param bytes null for a tombstone */
    public static void replay(ConsumerGroup group, CoordinatorKey key, byte[] bytes) {
        Optional<byte[]> value = Optional.ofNullable(bytes);
        if (key instanceof ConsumerGroupKey) {
            group.epoch(value.map(ConsumerValueCodec::decodeGroupEpoch));
        } else if (key instanceof PartitionMetadataKey) {
            group.partitionMetadataStored(value.isPresent());
        } else if (key instanceof MemberKey member) {
            value.map(present -> ConsumerMemberCodec.decode(member.memberId(), present))
                    .ifPresentOrElse(group::put, () -> group.remove(member.memberId()));
        } else if (key instanceof TargetEpochKey) {
            group.targetEpoch(value.map(ConsumerValueCodec::decodeTargetEpoch).orElse(0));
        } else if (key instanceof TargetKey target) {
            group.target(target.memberId(), value.map(ConsumerValueCodec::decodeTarget));
        } else if (key instanceof PositionKey position) {
            group.position(position.memberId(), value.map(ConsumerValueCodec::decodePosition));
        } else if (key instanceof RegexKey regex) {
            group.regex(regex.regex(), value.map(ConsumerValueCodec::decodeRegex));
        } else {
            throw new IllegalStateException("No record of a consumer group: " + key);
        }
    }
}
