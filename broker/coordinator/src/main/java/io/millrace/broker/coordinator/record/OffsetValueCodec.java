package io.millrace.broker.coordinator.record;

import java.nio.BufferUnderflowException;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;

/** {@link OffsetValue} as bytes. Kafka 4.3 writes version 4, and version 1 where an expiry is asked for; so do we. */
public final class OffsetValueCodec {
    private static final short WITH_EXPIRY = 1;
    private static final short CURRENT = 4;
    private static final short FIRST_WITH_LEADER_EPOCH = 3;
    private static final short FIRST_FLEXIBLE = 4;
    private static final int TOPIC_ID_TAG = 0;

    private OffsetValueCodec() {}

    public static byte[] encode(OffsetValue value) {
        if (value.expireTimestampMs().isPresent()) {
            return new KafkaFields(WITH_EXPIRY, false)
                    .int64(value.offset())
                    .string(value.metadata())
                    .int64(value.commitTimestampMs())
                    .int64(value.expireTimestampMs().getAsLong())
                    .toBytes();
        }
        KafkaFields fields = new KafkaFields(CURRENT, true)
                .int64(value.offset())
                .int32(value.leaderEpoch())
                .string(value.metadata())
                .int64(value.commitTimestampMs());
        return (value.topicId().equals(Uuid.ZERO_UUID) ? fields.noTags() : fields.oneTag(TOPIC_ID_TAG, value.topicId()))
                .toBytes();
    }

    public static OffsetValue decode(byte[] bytes) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            short version = fields.int16();
            if (version < 0 || version > CURRENT) {
                throw new RecordFormatException(
                        "A committed offset has version " + version + ", this build knows versions 0 to " + CURRENT);
            }
            fields.flexible(version >= FIRST_FLEXIBLE);
            long offset = fields.int64();
            int leaderEpoch = version >= FIRST_WITH_LEADER_EPOCH ? fields.int32() : OffsetValue.NO_LEADER_EPOCH;
            String metadata = fields.string();
            long commitTimestampMs = fields.int64();
            long expireTimestampMs = version == WITH_EXPIRY ? fields.int64() : -1;
            return new OffsetValue(
                    offset,
                    leaderEpoch,
                    metadata,
                    commitTimestampMs,
                    expireTimestampMs < 0 ? OptionalLong.empty() : OptionalLong.of(expireTimestampMs),
                    fields.tagsWithUuid(TOPIC_ID_TAG));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The value of a committed offset is damaged", e);
        }
    }
}
