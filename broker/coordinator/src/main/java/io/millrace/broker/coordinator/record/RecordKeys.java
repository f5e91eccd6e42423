package io.millrace.broker.coordinator.record;

import io.millrace.broker.coordinator.record.CoordinatorKey.ConsumerGroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.GroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.MemberKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PartitionMetadataKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PositionKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.RegexKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetEpochKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetKey;
import java.nio.BufferUnderflowException;
import java.util.Optional;

/** Keys as bytes. The version of a key says what the record is about. */
public final class RecordKeys {
    private static final short LEGACY_OFFSET = 0;
    private static final short OFFSET = 1;
    private static final short GROUP = 2;
    private static final short CONSUMER_GROUP = 3;
    private static final short PARTITION_METADATA = 4;
    private static final short MEMBER = 5;
    private static final short TARGET_EPOCH = 6;
    private static final short TARGET = 7;
    private static final short POSITION = 8;
    private static final short REGEX = 16;

    private RecordKeys() {}

    public static byte[] encode(OffsetKey key) {
        return new KafkaFields(OFFSET, false)
                .string(key.groupId())
                .string(key.topic())
                .int32(key.partition())
                .toBytes();
    }

    public static byte[] encode(GroupKey key) {
        return new KafkaFields(GROUP, false).string(key.groupId()).toBytes();
    }

    public static byte[] encode(ConsumerGroupKey key) {
        return new KafkaFields(CONSUMER_GROUP, false).string(key.groupId()).toBytes();
    }

    public static byte[] encode(PartitionMetadataKey key) {
        return new KafkaFields(PARTITION_METADATA, false).string(key.groupId()).toBytes();
    }

    public static byte[] encode(MemberKey key) {
        return pair(MEMBER, key.groupId(), key.memberId());
    }

    public static byte[] encode(TargetEpochKey key) {
        return new KafkaFields(TARGET_EPOCH, false).string(key.groupId()).toBytes();
    }

    public static byte[] encode(TargetKey key) {
        return pair(TARGET, key.groupId(), key.memberId());
    }

    public static byte[] encode(PositionKey key) {
        return pair(POSITION, key.groupId(), key.memberId());
    }

    public static byte[] encode(RegexKey key) {
        return pair(REGEX, key.groupId(), key.regex());
    }

    private static byte[] pair(short version, String groupId, String second) {
        return new KafkaFields(version, false).string(groupId).string(second).toBytes();
    }

    /** Empty for records of other kinds of groups, which this build keeps but does not read. */
    public static Optional<CoordinatorKey> decode(byte[] bytes) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            return switch (fields.int16()) {
                case LEGACY_OFFSET, OFFSET ->
                    Optional.of(new OffsetKey(fields.string(), fields.string(), fields.int32()));
                case GROUP -> Optional.of(new GroupKey(fields.string()));
                case CONSUMER_GROUP -> Optional.of(new ConsumerGroupKey(fields.string()));
                case PARTITION_METADATA -> Optional.of(new PartitionMetadataKey(fields.string()));
                case MEMBER -> Optional.of(new MemberKey(fields.string(), fields.string()));
                case TARGET_EPOCH -> Optional.of(new TargetEpochKey(fields.string()));
                case TARGET -> Optional.of(new TargetKey(fields.string(), fields.string()));
                case POSITION -> Optional.of(new PositionKey(fields.string(), fields.string()));
                case REGEX -> Optional.of(new RegexKey(fields.string(), fields.string()));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The key of a coordinator record is damaged", e);
        }
    }
}
