package io.millrace.broker.coordinator.record;

import io.millrace.broker.coordinator.record.CoordinatorKey.GroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import java.nio.BufferUnderflowException;
import java.util.Optional;

/** Keys as bytes. The version of a key says what the record is about. */
public final class RecordKeys {
    private static final short LEGACY_OFFSET = 0;
    private static final short OFFSET = 1;
    private static final short GROUP = 2;

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

    /** Empty for records of other kinds of groups, which this build keeps but does not read. */
    public static Optional<CoordinatorKey> decode(byte[] bytes) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            return switch (fields.int16()) {
                case LEGACY_OFFSET, OFFSET ->
                    Optional.of(new OffsetKey(fields.string(), fields.string(), fields.int32()));
                case GROUP -> Optional.of(new GroupKey(fields.string()));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The key of a coordinator record is damaged", e);
        }
    }
}
