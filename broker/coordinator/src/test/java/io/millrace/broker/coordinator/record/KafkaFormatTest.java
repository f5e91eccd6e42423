package io.millrace.broker.coordinator.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.coordinator.record.CoordinatorKey.GroupKey;
import io.millrace.broker.coordinator.record.CoordinatorKey.OffsetKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.coordinator.group.generated.GroupMetadataKey;
import org.apache.kafka.coordinator.group.generated.GroupMetadataValue;
import org.apache.kafka.coordinator.group.generated.OffsetCommitKey;
import org.apache.kafka.coordinator.group.generated.OffsetCommitValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kafka's own classes read what we write and write what we read. */
class KafkaFormatTest {
    private static final Uuid TOPIC_ID = new Uuid(11, 22);
    private static final OffsetValue OFFSET =
            new OffsetValue(42, 7, "here é", 1_000, OptionalLong.empty(), Uuid.ZERO_UUID);
    private static final GroupValue GROUP = new GroupValue(
            "consumer",
            3,
            Optional.of("range"),
            Optional.of("m-1"),
            5_000,
            List.of(member("m-1", Optional.empty()), member("m-2", Optional.of("instance"))));

    private static GroupValue.Member member(String memberId, Optional<String> instanceId) {
        return new GroupValue.Member(
                memberId, instanceId, "client", "/127.0.0.1", 60_000, 10_000, bytes("wants"), bytes("gets"));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void writesAnOffsetKeyAsKafkaDoes() {
        // Given
        OffsetCommitKey expected =
                new OffsetCommitKey().setGroup("g").setTopic("t").setPartition(5);
        // When
        byte[] written = RecordKeys.encode(new OffsetKey("g", "t", 5));
        // Then
        assertThat(written).isEqualTo(kafkaBytes(expected, (short) 1, (short) 0));
        assertThat(RecordKeys.decode(written)).contains(new OffsetKey("g", "t", 5));
    }

    @Test
    void writesAGroupKeyAsKafkaDoes() {
        // When
        byte[] written = RecordKeys.encode(new GroupKey("gé"));
        // Then
        assertThat(written).isEqualTo(kafkaBytes(new GroupMetadataKey().setGroup("gé"), (short) 2, (short) 0));
        assertThat(RecordKeys.decode(written)).contains(new GroupKey("gé"));
    }

    @Test
    void writesAnOffsetAsKafkaDoes() {
        // When
        byte[] written = OffsetValueCodec.encode(OFFSET);
        // Then
        assertThat(written).isEqualTo(kafkaBytes(kafkaOffset(), (short) 4, (short) 4));
        assertThat(OffsetValueCodec.decode(written)).isEqualTo(OFFSET);
    }

    @Test
    void writesAnOffsetWithATopicIdAsKafkaDoes() {
        // Given
        OffsetValue value = new OffsetValue(42, 7, "here é", 1_000, OptionalLong.empty(), TOPIC_ID);
        // When
        byte[] written = OffsetValueCodec.encode(value);
        // Then
        assertThat(written).isEqualTo(kafkaBytes(kafkaOffset().setTopicId(TOPIC_ID), (short) 4, (short) 4));
        assertThat(OffsetValueCodec.decode(written)).isEqualTo(value);
    }

    @Test
    void writesAnOffsetThatExpiresAsKafkaDoes() {
        // Given
        OffsetValue value = new OffsetValue(42, -1, "here é", 1_000, OptionalLong.of(9_000), Uuid.ZERO_UUID);
        // When
        byte[] written = OffsetValueCodec.encode(value);
        // Then
        OffsetCommitValue expected = kafkaOffset().setLeaderEpoch(-1).setExpireTimestamp(9_000);
        assertThat(written).isEqualTo(kafkaBytes(expected, (short) 1, (short) 1));
        assertThat(OffsetValueCodec.decode(written)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 1, 2, 3, 4})
    void readsAnOffsetOfEveryVersion(short version) {
        // When
        OffsetValue read = OffsetValueCodec.decode(kafkaBytes(kafkaOffset(), version, version));
        // Then
        assertThat(read.offset()).isEqualTo(42);
        assertThat(read.metadata()).isEqualTo("here é");
        assertThat(read.commitTimestampMs()).isEqualTo(1_000);
        assertThat(read.leaderEpoch()).isEqualTo(version >= 3 ? 7 : -1);
        assertThat(read.expireTimestampMs()).isEmpty();
    }

    @Test
    void writesAGroupAsKafkaDoes() {
        // When
        byte[] written = GroupValueCodec.encode(GROUP);
        // Then
        assertThat(written).isEqualTo(kafkaBytes(kafkaGroup(), (short) 3, (short) 3));
        assertThat(GroupValueCodec.decode(written)).isEqualTo(GROUP);
    }

    @ParameterizedTest
    @ValueSource(shorts = {0, 1, 2, 3, 4})
    void readsAGroupOfEveryVersion(short version) {
        // When
        GroupValue read = GroupValueCodec.decode(kafkaBytes(kafkaGroup(), version, version));
        // Then
        assertThat(read.generation()).isEqualTo(3);
        assertThat(read.protocol()).contains("range");
        assertThat(read.leader()).contains("m-1");
        assertThat(read.stateTimestampMs()).isEqualTo(version >= 2 ? 5_000 : -1);
        assertThat(read.members()).hasSize(2);
        GroupValue.Member second = read.members().get(1);
        assertThat(second.groupInstanceId()).isEqualTo(version >= 3 ? Optional.of("instance") : Optional.empty());
        assertThat(second.rebalanceTimeoutMs()).isEqualTo(version >= 1 ? 60_000 : 10_000);
        assertThat(second.subscription()).isEqualTo(bytes("wants"));
        assertThat(second.assignment()).isEqualTo(bytes("gets"));
    }

    @Test
    void readsAGroupWithoutProtocolAndLeader() {
        // Given
        GroupValue empty = new GroupValue("consumer", 4, Optional.empty(), Optional.empty(), 1, List.of());
        // When
        GroupValue read = GroupValueCodec.decode(GroupValueCodec.encode(empty));
        // Then
        assertThat(read).isEqualTo(empty);
    }

    @Test
    void skipsKeysOfOtherKinds() {
        // Given
        byte[] shareGroupKey = ByteBuffer.allocate(5)
                .putShort((short) 11)
                .putShort((short) 1)
                .put((byte) 'g')
                .array();
        // When
        Optional<CoordinatorKey> read = RecordKeys.decode(shareGroupKey);
        // Then
        assertThat(read).isEmpty();
    }

    @Test
    void refusesValuesOfANewerVersion() {
        // Given
        byte[] offset = OffsetValueCodec.encode(OFFSET);
        byte[] group = GroupValueCodec.encode(GROUP);
        offset[1] = 9;
        group[1] = 9;
        // When, Then
        assertThatThrownBy(() -> OffsetValueCodec.decode(offset))
                .isInstanceOf(RecordFormatException.class)
                .hasMessageContaining("version 9");
        assertThatThrownBy(() -> GroupValueCodec.decode(group))
                .isInstanceOf(RecordFormatException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void refusesEveryTruncation() {
        // Given
        byte[] offset = OffsetValueCodec.encode(OFFSET);
        byte[] group = GroupValueCodec.encode(GROUP);
        byte[] key = RecordKeys.encode(new OffsetKey("group", "topic", 1));
        // When, Then
        for (int length = 0; length < offset.length; length++) {
            byte[] cut = Arrays.copyOf(offset, length);
            assertThatThrownBy(() -> OffsetValueCodec.decode(cut)).isInstanceOf(RecordFormatException.class);
        }
        for (int length = 0; length < group.length; length++) {
            byte[] cut = Arrays.copyOf(group, length);
            assertThatThrownBy(() -> GroupValueCodec.decode(cut)).isInstanceOf(RecordFormatException.class);
        }
        for (int length = 0; length < key.length; length++) {
            byte[] cut = Arrays.copyOf(key, length);
            assertThatThrownBy(() -> RecordKeys.decode(cut)).isInstanceOf(RecordFormatException.class);
        }
    }

    private static OffsetCommitValue kafkaOffset() {
        return new OffsetCommitValue()
                .setOffset(42)
                .setLeaderEpoch(7)
                .setMetadata("here é")
                .setCommitTimestamp(1_000);
    }

    private static GroupMetadataValue kafkaGroup() {
        return new GroupMetadataValue()
                .setProtocolType("consumer")
                .setGeneration(3)
                .setProtocol("range")
                .setLeader("m-1")
                .setCurrentStateTimestamp(5_000)
                .setMembers(List.of(kafkaMember("m-1", null), kafkaMember("m-2", "instance")));
    }

    private static GroupMetadataValue.MemberMetadata kafkaMember(String memberId, String instanceId) {
        return new GroupMetadataValue.MemberMetadata()
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setClientId("client")
                .setClientHost("/127.0.0.1")
                .setRebalanceTimeout(60_000)
                .setSessionTimeout(10_000)
                .setSubscription(bytes("wants").get())
                .setAssignment(bytes("gets").get());
    }

    /** The stored version comes first, then the fields of the message at its schema version. */
    private static byte[] kafkaBytes(Message message, short storedVersion, short schemaVersion) {
        ByteBufferAccessor fields = MessageUtil.toByteBufferAccessor(message, schemaVersion);
        ByteBuffer whole = ByteBuffer.allocate(Short.BYTES + fields.buffer().remaining());
        return whole.putShort(storedVersion).put(fields.buffer()).array();
    }
}
