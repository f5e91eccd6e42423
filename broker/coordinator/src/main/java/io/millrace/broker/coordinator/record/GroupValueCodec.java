package io.millrace.broker.coordinator.record;

import java.nio.BufferUnderflowException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link GroupValue} as bytes. Kafka 4.3 writes version 3 and reads 0 to 4; so do we. */
public final class GroupValueCodec {
    private static final short WRITTEN = 3;
    private static final short NEWEST = 4;
    private static final short FIRST_WITH_REBALANCE_TIMEOUT = 1;
    private static final short FIRST_WITH_STATE_TIMESTAMP = 2;
    private static final short FIRST_WITH_INSTANCE_ID = 3;
    private static final short FIRST_FLEXIBLE = 4;

    private GroupValueCodec() {}

    public static byte[] encode(GroupValue value) {
        KafkaFields fields = new KafkaFields(WRITTEN, false)
                .string(value.protocolType())
                .int32(value.generation())
                .nullableString(value.protocol())
                .nullableString(value.leader())
                .int64(value.stateTimestampMs())
                .arrayLength(value.members().size());
        for (GroupValue.Member member : value.members()) {
            fields.string(member.memberId())
                    .nullableString(member.groupInstanceId())
                    .string(member.clientId())
                    .string(member.clientHost())
                    .int32(member.rebalanceTimeoutMs())
                    .int32(member.sessionTimeoutMs())
                    .bytes(member.subscription())
                    .bytes(member.assignment());
        }
        return fields.toBytes();
    }

    public static GroupValue decode(byte[] bytes) {
        KafkaFieldReader fields = new KafkaFieldReader(bytes);
        try {
            short version = fields.int16();
            if (version < 0 || version > NEWEST) {
                throw new RecordFormatException(
                        "A group has version " + version + ", this build knows versions 0 to " + NEWEST);
            }
            fields.flexible(version >= FIRST_FLEXIBLE);
            String protocolType = fields.string();
            int generation = fields.int32();
            Optional<String> protocol = fields.nullableString();
            Optional<String> leader = fields.nullableString();
            long stateTimestampMs = version >= FIRST_WITH_STATE_TIMESTAMP ? fields.int64() : GroupValue.NO_TIMESTAMP;
            int memberCount = fields.arrayLength();
            List<GroupValue.Member> members = new ArrayList<>(memberCount);
            for (int index = 0; index < memberCount; index++) {
                members.add(readMember(fields, version));
            }
            fields.skipTags();
            return new GroupValue(protocolType, generation, protocol, leader, stateTimestampMs, members);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new RecordFormatException("The value of a group is damaged", e);
        }
    }

    private static GroupValue.Member readMember(KafkaFieldReader fields, short version) {
        String memberId = fields.string();
        Optional<String> instanceId = version >= FIRST_WITH_INSTANCE_ID ? fields.nullableString() : Optional.empty();
        String clientId = fields.string();
        String clientHost = fields.string();
        int rebalanceTimeoutMs = version >= FIRST_WITH_REBALANCE_TIMEOUT ? fields.int32() : -1;
        int sessionTimeoutMs = fields.int32();
        GroupValue.Member member = new GroupValue.Member(
                memberId,
                instanceId,
                clientId,
                clientHost,
                rebalanceTimeoutMs < 0 ? sessionTimeoutMs : rebalanceTimeoutMs,
                sessionTimeoutMs,
                fields.bytes(),
                fields.bytes());
        fields.skipTags();
        return member;
    }
}
