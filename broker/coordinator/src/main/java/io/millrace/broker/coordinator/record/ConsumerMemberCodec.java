package io.millrace.broker.coordinator.record;

import io.millrace.broker.coordinator.record.ConsumerMemberValue.Classic;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Client;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Protocol;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** {@link ConsumerMemberValue} as bytes. */
public final class ConsumerMemberCodec {
    private static final int CLASSIC_TAG = 0;
    private static final byte PRESENT = 1;

    private ConsumerMemberCodec() {}

    public static byte[] encode(ConsumerMemberValue value) {
        KafkaFields fields = ConsumerValueCodec.fields()
                .nullableString(value.instanceId())
                .nullableString(value.rackId())
                .string(value.client().id())
                .string(value.client().host());
        ConsumerValueCodec.writeNames(fields, value.subscription().topics());
        fields.nullableString(value.subscription().regex())
                .int32(value.rebalanceTimeoutMs())
                .nullableString(value.subscription().assignor());
        return value.classic()
                .map(classic -> fields.oneTag(CLASSIC_TAG, encode(classic)))
                .orElseGet(fields::noTags)
                .toBytes();
    }

    /** A structure that may be null says first that it is there. */
    private static byte[] encode(Classic classic) {
        KafkaFields fields = KafkaFields.flexibleStructure()
                .int8(PRESENT)
                .int32(classic.sessionTimeoutMs())
                .arrayLength(classic.protocols().size());
        classic.protocols().forEach(protocol -> fields.string(protocol.name())
                .bytes(protocol.metadata())
                .noTags());
        return fields.noTags().toBytes();
    }

    public static ConsumerMemberValue decode(String memberId, byte[] bytes) {
        return ConsumerValueCodec.decode("member of a group", bytes, fields -> {
            Optional<String> instanceId = fields.nullableString();
            Optional<String> rackId = fields.nullableString();
            Client client = new Client(fields.string(), fields.string());
            SortedSet<String> topics = ConsumerValueCodec.readNames(fields);
            Optional<String> regex = fields.nullableString().filter(text -> !text.isEmpty());
            int rebalanceTimeoutMs = fields.int32();
            Optional<String> assignor = fields.nullableString();
            return new ConsumerMemberValue(
                    memberId,
                    instanceId,
                    rackId,
                    client,
                    new Subscription(topics, regex, assignor),
                    rebalanceTimeoutMs,
                    fields.tagsWith(CLASSIC_TAG).flatMap(ConsumerMemberCodec::decodeClassic));
        });
    }

    private static Optional<Classic> decodeClassic(KafkaFieldReader fields) {
        if (fields.int8() != PRESENT) {
            return Optional.empty();
        }
        int sessionTimeoutMs = fields.int32();
        int count = fields.arrayLength();
        List<Protocol> protocols = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            protocols.add(new Protocol(fields.string(), fields.bytes()));
            fields.skipTags();
        }
        fields.skipTags();
        return Optional.of(new Classic(sessionTimeoutMs, protocols));
    }
}
