package io.millrace.broker.coordinator.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.coordinator.record.ConsumerMemberValue.Classic;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Client;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Protocol;
import io.millrace.broker.coordinator.record.ConsumerMemberValue.Subscription;
import io.millrace.broker.coordinator.record.CoordinatorKey.ConsumerGroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.MemberKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PartitionMetadataKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.PositionKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.RegexKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetEpochKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.TargetKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupCurrentMemberAssignmentValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupPartitionMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupRegularExpressionKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupRegularExpressionValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMemberKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMemberValue;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataKey;
import org.apache.kafka.coordinator.group.generated.ConsumerGroupTargetAssignmentMetadataValue;
import org.junit.jupiter.api.Test;

/** Kafka's own classes write what we write for groups of the consumer protocol. */
class ConsumerFormatTest {
    private static final Uuid TOPIC = new Uuid(11, 22);
    private static final PartitionSet PARTITIONS =
            PartitionSet.builder().add(TOPIC, 3).add(TOPIC, 5).build();
    private static final PartitionSet OTHERS =
            PartitionSet.builder().add(new Uuid(33, 44), 0).build();
    private static final ConsumerMemberValue MEMBER = new ConsumerMemberValue(
            "m",
            Optional.of("instance"),
            Optional.of("rack"),
            new Client("client", "/127.0.0.1"),
            new Subscription(new TreeSet<>(List.of("a", "b")), Optional.of("c.*"), Optional.of("range")),
            60_000,
            Optional.of(new Classic(45_000, List.of(new Protocol("range", Bytes.wrap(new byte[] {1, 2}))))));

    @Test
    void writesKeysAsKafkaDoes() {
        assertKey(
                RecordKeys.encode(new ConsumerGroupKey("g")),
                new ConsumerGroupKey("g"),
                new ConsumerGroupMetadataKey().setGroupId("g"),
                3);
        assertKey(
                RecordKeys.encode(new PartitionMetadataKey("g")),
                new PartitionMetadataKey("g"),
                new ConsumerGroupPartitionMetadataKey().setGroupId("g"),
                4);
        assertKey(
                RecordKeys.encode(new MemberKey("g", "m")),
                new MemberKey("g", "m"),
                new ConsumerGroupMemberMetadataKey().setGroupId("g").setMemberId("m"),
                5);
        assertKey(
                RecordKeys.encode(new TargetEpochKey("g")),
                new TargetEpochKey("g"),
                new ConsumerGroupTargetAssignmentMetadataKey().setGroupId("g"),
                6);
        assertKey(
                RecordKeys.encode(new TargetKey("g", "m")),
                new TargetKey("g", "m"),
                new ConsumerGroupTargetAssignmentMemberKey().setGroupId("g").setMemberId("m"),
                7);
        assertKey(
                RecordKeys.encode(new PositionKey("g", "m")),
                new PositionKey("g", "m"),
                new ConsumerGroupCurrentMemberAssignmentKey().setGroupId("g").setMemberId("m"),
                8);
        assertKey(
                RecordKeys.encode(new RegexKey("g", "a.*")),
                new RegexKey("g", "a.*"),
                new ConsumerGroupRegularExpressionKey().setGroupId("g").setRegularExpression("a.*"),
                16);
    }

    private static void assertKey(byte[] written, CoordinatorKey key, Message kafkas, int code) {
        assertThat(written).isEqualTo(kafkaBytes(kafkas, (short) code));
        assertThat(RecordKeys.decode(written)).contains(key);
    }

    @Test
    void writesEpochsAsKafkaDoes() {
        // Given
        GroupEpochValue value = new GroupEpochValue(7, 99);
        // When
        byte[] epoch = ConsumerValueCodec.encode(value);
        byte[] target = ConsumerValueCodec.encodeTargetEpoch(7, 1_000);
        // Then
        assertThat(epoch)
                .isEqualTo(
                        kafkaBytes(new ConsumerGroupMetadataValue().setEpoch(7).setMetadataHash(99), (short) 0));
        assertThat(ConsumerValueCodec.decodeGroupEpoch(epoch)).isEqualTo(value);
        assertThat(target)
                .isEqualTo(kafkaBytes(
                        new ConsumerGroupTargetAssignmentMetadataValue()
                                .setAssignmentEpoch(7)
                                .setAssignmentTimestamp(1_000),
                        (short) 0));
        assertThat(ConsumerValueCodec.decodeTargetEpoch(target)).isEqualTo(7);
        assertThat(ConsumerValueCodec.encode(new GroupEpochValue(7, 0)))
                .isEqualTo(kafkaBytes(new ConsumerGroupMetadataValue().setEpoch(7), (short) 0));
    }

    @Test
    void writesAMemberAsKafkaDoes() {
        // Given
        ConsumerGroupMemberMetadataValue kafkas = new ConsumerGroupMemberMetadataValue()
                .setInstanceId("instance")
                .setRackId("rack")
                .setClientId("client")
                .setClientHost("/127.0.0.1")
                .setSubscribedTopicNames(List.of("a", "b"))
                .setSubscribedTopicRegex("c.*")
                .setRebalanceTimeoutMs(60_000)
                .setServerAssignor("range")
                .setClassicMemberMetadata(new ConsumerGroupMemberMetadataValue.ClassicMemberMetadata()
                        .setSessionTimeoutMs(45_000)
                        .setSupportedProtocols(List.of(new ConsumerGroupMemberMetadataValue.ClassicProtocol()
                                .setName("range")
                                .setMetadata(new byte[] {1, 2}))));
        // When
        byte[] written = ConsumerMemberCodec.encode(MEMBER);
        // Then
        assertThat(written).isEqualTo(kafkaBytes(kafkas, (short) 0));
        assertThat(ConsumerMemberCodec.decode("m", written)).isEqualTo(MEMBER);
    }

    @Test
    void readsAMemberThatSaysLittle() {
        // Given
        ConsumerMemberValue plain = new ConsumerMemberValue(
                "m", Optional.empty(), Optional.empty(), new Client("", ""), Subscription.NONE, -1, Optional.empty());
        // When, Then
        assertThat(ConsumerMemberCodec.decode("m", ConsumerMemberCodec.encode(plain)))
                .isEqualTo(plain);
    }

    @Test
    void writesAssignmentsAsKafkaDoes() {
        // Given
        PositionValue position = new PositionValue(7, 6, PositionValue.State.UNREVOKED_PARTITIONS, PARTITIONS, OTHERS);
        // When
        byte[] current = ConsumerValueCodec.encode(position);
        byte[] target = ConsumerValueCodec.encodeTarget(PARTITIONS);
        // Then
        assertThat(current)
                .isEqualTo(kafkaBytes(
                        new ConsumerGroupCurrentMemberAssignmentValue()
                                .setMemberEpoch(7)
                                .setPreviousMemberEpoch(6)
                                .setState((byte) 1)
                                .setAssignedPartitions(
                                        List.of(new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                                                .setTopicId(TOPIC)
                                                .setPartitions(List.of(3, 5))
                                                .setAssignmentEpochs(List.of(7, 7))))
                                .setPartitionsPendingRevocation(
                                        List.of(new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                                                .setTopicId(new Uuid(33, 44))
                                                .setPartitions(List.of(0))
                                                .setAssignmentEpochs(List.of(7)))),
                        (short) 0));
        assertThat(ConsumerValueCodec.decodePosition(current)).isEqualTo(position);
        assertThat(target)
                .isEqualTo(kafkaBytes(
                        new ConsumerGroupTargetAssignmentMemberValue()
                                .setTopicPartitions(
                                        List.of(new ConsumerGroupTargetAssignmentMemberValue.TopicPartition()
                                                .setTopicId(TOPIC)
                                                .setPartitions(List.of(3, 5)))),
                        (short) 0));
        assertThat(ConsumerValueCodec.decodeTarget(target)).isEqualTo(PARTITIONS);
    }

    @Test
    void readsAssignmentsWithEpochsPerPartition() {
        // Given
        ConsumerGroupCurrentMemberAssignmentValue kafkas = new ConsumerGroupCurrentMemberAssignmentValue()
                .setMemberEpoch(7)
                .setPreviousMemberEpoch(6)
                .setState((byte) 2)
                .setAssignedPartitions(List.of(new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                        .setTopicId(TOPIC)
                        .setPartitions(List.of(3, 5))
                        .setAssignmentEpochs(List.of(1, 2))));
        // When
        PositionValue read = ConsumerValueCodec.decodePosition(kafkaBytes(kafkas, (short) 0));
        // Then
        assertThat(read.assigned()).isEqualTo(PARTITIONS);
        assertThat(read.epochs().of(TOPIC, 3)).hasValue(1);
        assertThat(read.epochs().of(TOPIC, 5)).hasValue(2);
        assertThat(read.epochs().of(TOPIC, 4)).isEmpty();
        assertThat(ConsumerValueCodec.encode(read)).isEqualTo(kafkaBytes(kafkas, (short) 0));
    }

    @Test
    void readsAssignmentsWithoutEpochsAsGivenInTheMembersEpoch() {
        // Given: as they were written before KIP-1251, and by a static member that is away
        var partitions = List.of(new ConsumerGroupCurrentMemberAssignmentValue.TopicPartitions()
                .setTopicId(TOPIC)
                .setPartitions(List.of(3, 5)));
        var present = new ConsumerGroupCurrentMemberAssignmentValue()
                .setMemberEpoch(7)
                .setAssignedPartitions(partitions);
        var away = new ConsumerGroupCurrentMemberAssignmentValue()
                .setMemberEpoch(PositionValue.STATIC_LEFT)
                .setAssignedPartitions(partitions);
        // When, Then
        assertThat(ConsumerValueCodec.decodePosition(kafkaBytes(present, (short) 0))
                        .epochs()
                        .of(TOPIC, 5))
                .hasValue(7);
        assertThat(ConsumerValueCodec.decodePosition(kafkaBytes(away, (short) 0))
                        .epochs()
                        .of(TOPIC, 5))
                .hasValue(0);
    }

    @Test
    void writesARegularExpressionAsKafkaDoes() {
        // Given
        RegexValue value = new RegexValue(new TreeSet<>(List.of("a", "b")), 5, 1_000);
        // When
        byte[] written = ConsumerValueCodec.encode(value);
        // Then
        assertThat(written)
                .isEqualTo(kafkaBytes(
                        new ConsumerGroupRegularExpressionValue()
                                .setTopics(List.of("a", "b"))
                                .setVersion(5)
                                .setTimestamp(1_000),
                        (short) 0));
        assertThat(ConsumerValueCodec.decodeRegex(written)).isEqualTo(value);
    }

    @Test
    void refusesEveryTruncationAndNewerVersions() {
        byte[] member = ConsumerMemberCodec.encode(MEMBER);
        for (int length = 0; length < member.length; length++) {
            byte[] cut = Arrays.copyOf(member, length);
            assertThatThrownBy(() -> ConsumerMemberCodec.decode("m", cut)).isInstanceOf(RecordFormatException.class);
        }
        byte[] target = ConsumerValueCodec.encodeTarget(PARTITIONS);
        for (int length = 0; length < target.length; length++) {
            byte[] cut = Arrays.copyOf(target, length);
            assertThatThrownBy(() -> ConsumerValueCodec.decodeTarget(cut)).isInstanceOf(RecordFormatException.class);
        }
        target[1] = 9;
        assertThatThrownBy(() -> ConsumerValueCodec.decodeTarget(target)).hasMessageContaining("version 9");
    }

    /** The stored version comes first, then the fields of the message, all of them in schema version 0. */
    private static byte[] kafkaBytes(Message message, short storedVersion) {
        ByteBufferAccessor fields = MessageUtil.toByteBufferAccessor(message, (short) 0);
        ByteBuffer whole = ByteBuffer.allocate(Short.BYTES + fields.buffer().remaining());
        return whole.putShort(storedVersion).put(fields.buffer()).array();
    }
}
