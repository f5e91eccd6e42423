package io.millrace.broker.coordinator.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestPartition;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopic;
import org.apache.kafka.common.message.OffsetDeleteRequestData.OffsetDeleteRequestTopicCollection;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

class OffsetsTest {
    private static final long DAY_MS = 24L * 60 * 60 * 1000;

    private final ShardDriver driver = new ShardDriver(GroupConfig.DEFAULTS);
    private final GroupDriver group = new GroupDriver(driver, "group");

    @Test
    void keepsOffsetEpochAndMetadataOverARestart() {
        // Given
        assertThat(group.commit("", -1, "topic", 3, 42, "note")).isEqualTo(Errors.NONE);
        // When
        driver.restart();
        // Then
        var fetched = group.fetch("topic", 3);
        assertThat(fetched.committedOffset()).isEqualTo(42);
        assertThat(fetched.committedLeaderEpoch()).isEqualTo(4);
        assertThat(fetched.metadata()).isEqualTo("note");
        assertThat(group.state()).isEqualTo("Empty");
    }

    @Test
    void aMissingOffsetIsNoError() {
        // When
        var fetched = group.fetch("topic", 9);
        // Then
        assertThat(fetched.committedOffset()).isEqualTo(-1);
        assertThat(fetched.committedLeaderEpoch()).isEqualTo(-1);
        assertThat(fetched.metadata()).isEmpty();
        assertThat(fetched.errorCode()).isZero();
    }

    @Test
    void noTopicsMeansAllTopics() {
        // Given
        group.commit("", -1, "a", 0, 1, "");
        group.commit("", -1, "b", 5, 2, "");
        new GroupDriver(driver, "other").commit("", -1, "c", 0, 3, "");
        // When
        var response = driver.shard.fetchOffsets(
                new OffsetFetchRequestGroup().setGroupId("group").setTopics(null), false);
        // Then
        assertThat(response.topics()).extracting(topic -> topic.name()).containsExactly("a", "b");
        assertThat(response.topics().get(1).partitions().get(0).partitionIndex())
                .isEqualTo(5);
    }

    @Test
    void onlyMembersOfTheNewestGenerationCommit() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        // When, Then
        assertThat(group.commit(member.memberId(), 1, 5)).isEqualTo(Errors.NONE);
        assertThat(group.commit(member.memberId(), 0, 4)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(group.commit("ghost", 1, 4)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.commit("", -1, 4)).isEqualTo(Errors.UNKNOWN_MEMBER_ID);
        assertThat(group.committed()).isEqualTo(5);
    }

    @Test
    void aGenerationWithoutAGroupIsRefused() {
        // When, Then
        assertThat(group.commit("member", 3, 4)).isEqualTo(Errors.ILLEGAL_GENERATION);
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void commitsWaitForTheEndOfARebalanceButOldOwnersMayFinish() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        long second = group.joinDynamic();
        // When
        Errors whilePreparing = group.commit(member.memberId(), 1, 7);
        group.join(group.joinRequest(member.memberId(), null));
        Errors whileCompleting = group.commit(member.memberId(), 2, 8);
        // Then
        assertThat(whilePreparing).isEqualTo(Errors.NONE);
        assertThat(driver.answered(second)).isTrue();
        assertThat(whileCompleting).isEqualTo(Errors.REBALANCE_IN_PROGRESS);
        assertThat(group.committed()).isEqualTo(7);
    }

    @Test
    void aCommitIsASignOfLife() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        driver.advance(GroupDriver.SESSION_MS - 1);
        // When
        group.commit(member.memberId(), 1, 1);
        driver.advance(GroupDriver.SESSION_MS - 1);
        // Then
        assertThat(group.heartbeat(member.memberId(), 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void refusesLargeMetadataForItsPartitionOnly() {
        // Given
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("group")
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName("topic")
                        .setPartitions(List.of(
                                new OffsetCommitRequestPartition()
                                        .setPartitionIndex(0)
                                        .setCommittedOffset(5)
                                        .setCommittedMetadata("x".repeat(4_097)),
                                new OffsetCommitRequestPartition()
                                        .setPartitionIndex(1)
                                        .setCommittedOffset(6)
                                        .setCommittedMetadata(null)))));
        // When
        driver.ask(caller -> driver.shard.commitOffsets(caller, request, driver.nowMs));
        // Then
        assertThat(group.fetch("topic", 0).committedOffset()).isEqualTo(-1);
        assertThat(group.fetch("topic", 1).committedOffset()).isEqualTo(6);
    }

    @Test
    void aRefusedCommitChangesNothing() {
        // Given
        group.commit("", -1, 5);
        driver.refuseAppends(Errors.MESSAGE_TOO_LARGE);
        // When
        Errors refused = group.commit("", -1, 6);
        // Then
        assertThat(refused).isEqualTo(Errors.INVALID_COMMIT_OFFSET_SIZE);
        assertThat(group.committed()).isEqualTo(5);
    }

    @Test
    void deletesAnEmptyGroupForGood() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.commit(member.memberId(), 1, 5);
        assertThat(deleteGroup()).isEqualTo(Errors.NON_EMPTY_GROUP);
        group.leave(member.memberId(), null);
        // When
        Errors deleted = deleteGroup();
        driver.restart();
        // Then
        assertThat(deleted).isEqualTo(Errors.NONE);
        assertThat(driver.shard.size()).isZero();
        assertThat(group.committed()).isEqualTo(-1);
        assertThat(deleteGroup()).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
    }

    private Errors deleteGroup() {
        long requestId = driver.ask(caller -> driver.shard.deleteGroups(
                caller, new DeleteGroupsRequestData().setGroupsNames(List.of("group")), driver.nowMs));
        return Errors.forCode(driver.answer(requestId, DeleteGroupsResponseData.class)
                .results()
                .find("group")
                .errorCode());
    }

    @Test
    void deletesOffsetsOfTopicsThatNobodyReads() {
        // Given
        JoinGroupRequestData join = group.joinRequest("", null);
        join.protocols()
                .find("range")
                .setMetadata(Utils.toArray(ConsumerProtocol.serializeSubscription(new Subscription(List.of("read")))));
        driver.apiVersion = 3;
        long joined = group.join(join);
        driver.advance(3_000);
        String memberId = group.joined(joined).memberId();
        group.sync(memberId, 1, Map.of());
        group.commit(memberId, 1, "read", 0, 1, "");
        group.commit(memberId, 1, "unread", 0, 1, "");
        // When, Then
        assertThat(deleteOffset("read")).isEqualTo(Errors.GROUP_SUBSCRIBED_TO_TOPIC);
        assertThat(deleteOffset("unread")).isEqualTo(Errors.NONE);
        driver.restart();
        assertThat(group.fetch("read", 0).committedOffset()).isEqualTo(1);
        assertThat(group.fetch("unread", 0).committedOffset()).isEqualTo(-1);
    }

    @Test
    void deletesNoOffsetsWhereSubscriptionsAreUnknown() {
        // Given
        assertThat(deleteOffset("topic")).isEqualTo(Errors.GROUP_ID_NOT_FOUND);
        group.formGroupOfOne();
        // When, Then
        assertThat(deleteOffset("topic")).isEqualTo(Errors.NON_EMPTY_GROUP);
    }

    private Errors deleteOffset(String topic) {
        OffsetDeleteRequestTopicCollection topics = new OffsetDeleteRequestTopicCollection();
        topics.add(new OffsetDeleteRequestTopic()
                .setName(topic)
                .setPartitions(List.of(new OffsetDeleteRequestPartition().setPartitionIndex(0))));
        OffsetDeleteRequestData request =
                new OffsetDeleteRequestData().setGroupId("group").setTopics(topics);
        long requestId = driver.ask(caller -> driver.shard.deleteOffsets(caller, request, driver.nowMs));
        OffsetDeleteResponseData response = driver.answer(requestId, OffsetDeleteResponseData.class);
        return Errors.forCode(
                response.errorCode() != 0
                        ? response.errorCode()
                        : response.topics().find(topic).partitions().find(0).errorCode());
    }

    @Test
    void aDeletedTopicTakesItsOffsetsAlong() {
        // Given
        GroupDriver other = new GroupDriver(driver, "other");
        group.commit("", -1, "gone", 0, 1, "");
        group.commit("", -1, "gone", 1, 1, "");
        group.commit("", -1, "stays", 0, 1, "");
        other.commit("", -1, "gone", 0, 1, "");
        // When
        driver.settle(driver.shard.topicsDeleted(List.of("gone"), driver.nowMs));
        driver.restart();
        // Then
        assertThat(group.fetch("gone", 0).committedOffset()).isEqualTo(-1);
        assertThat(group.fetch("gone", 1).committedOffset()).isEqualTo(-1);
        assertThat(group.fetch("stays", 0).committedOffset()).isEqualTo(1);
        assertThat(other.fetch("gone", 0).committedOffset()).isEqualTo(-1);
    }

    @Test
    void manyOffsetsGoInSeveralDecisions() {
        // Given
        for (int number = 0; number < 60; number++) {
            List<OffsetCommitRequestPartition> partitions = new ArrayList<>();
            for (int partition = 0; partition < 100; partition++) {
                partitions.add(new OffsetCommitRequestPartition().setPartitionIndex(partition));
            }
            OffsetCommitRequestData request = new OffsetCommitRequestData()
                    .setGroupId("group" + number)
                    .setTopics(List.of(
                            new OffsetCommitRequestTopic().setName("gone").setPartitions(partitions)));
            driver.ask(caller -> driver.shard.commitOffsets(caller, request, driver.nowMs));
        }
        // When
        int decisions = 0;
        var decision = driver.shard.topicsDeleted(List.of("gone"), driver.nowMs);
        while (decision.needsAppend()) {
            decisions++;
            driver.settle(decision);
            decision = driver.shard.topicsDeleted(List.of("gone"), driver.nowMs);
        }
        driver.settle(decision);
        // Then
        assertThat(decisions).isEqualTo(2);
        assertThat(new GroupDriver(driver, "group59").fetch("gone", 99).committedOffset())
                .isEqualTo(-1);
    }

    @Test
    void offsetsOfAGroupWithMembersNeverExpire() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.commit(member.memberId(), 1, 5);
        // When
        for (long beat = 0; beat < 8 * DAY_MS; beat += 9_000) {
            driver.advance(9_000);
            group.heartbeat(member.memberId(), 1);
        }
        // Then
        assertThat(group.committed()).isEqualTo(5);
    }

    @Test
    void offsetsExpireAfterTheLastMemberWent() {
        // Given
        JoinGroupResponseData member = group.formGroupOfOne();
        group.commit(member.memberId(), 1, 5);
        group.leave(member.memberId(), null);
        driver.advance(7 * DAY_MS - 1);
        assertThat(group.committed()).isEqualTo(5);
        // When
        driver.advance(600_001);
        // Then
        assertThat(group.committed()).isEqualTo(-1);
        assertThat(driver.shard.size()).isZero();
        driver.restart();
        assertThat(driver.shard.size()).isZero();
    }

    @Test
    void offsetsWithoutMembersExpireByTheirOwnAge() {
        // Given
        group.commit("", -1, "old", 0, 1, "");
        driver.advance(6 * DAY_MS);
        group.commit("", -1, "young", 0, 1, "");
        // When
        driver.advance(2 * DAY_MS);
        // Then
        assertThat(group.fetch("old", 0).committedOffset()).isEqualTo(-1);
        assertThat(group.fetch("young", 0).committedOffset()).isEqualTo(1);
    }

    @Test
    void anOldClientsRetentionIsHonoured() {
        // Given
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("group")
                .setRetentionTimeMs(DAY_MS)
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName("topic")
                        .setPartitions(List.of(new OffsetCommitRequestPartition()
                                .setPartitionIndex(0)
                                .setCommittedOffset(5)))));
        driver.ask(caller -> driver.shard.commitOffsets(caller, request, driver.nowMs));
        // When
        driver.advance(DAY_MS + 600_000);
        // Then
        assertThat(group.committed()).isEqualTo(-1);
    }

    @Test
    void skipsRecordsOfOtherGroupProtocols() {
        // Given
        GroupShard shard = new GroupShard(GroupConfig.DEFAULTS);
        byte[] key =
                ByteBuffer.allocate(4).putShort((short) 11).putShort((short) 0).array();
        // When
        shard.replay(0, key, new byte[] {1, 2, 3});
        shard.loaded(0);
        // Then
        assertThat(shard.skippedRecords()).isEqualTo(1);
        assertThat(shard.size()).isZero();
    }

    @Test
    void skipsARecordThatNobodyCanReadAndKeepsTheOthers() {
        // Given
        group.commit("", -1, "topic", 3, 42, "");
        CoordinatorRecord good = driver.log.get(0);
        byte[] future = {0, 99, 1, 2};
        GroupShard shard = new GroupShard(GroupConfig.DEFAULTS);
        // When
        shard.replay(0, new byte[] {0, 1, 0}, good.value());
        shard.replay(1, good.key(), good.value());
        shard.replay(2, good.key(), future);
        shard.loaded(0);
        // Then
        assertThat(shard.undecodableRecords()).isEqualTo(2);
        assertThat(shard.skippedRecords()).isZero();
        var all = new OffsetFetchRequestGroup().setGroupId("group").setTopics(null);
        assertThat(shard.fetchOffsets(all, false)
                        .topics()
                        .get(0)
                        .partitions()
                        .get(0)
                        .committedOffset())
                .isEqualTo(42);
    }

    @Test
    void storesAPartitionOnceThatIsListedManyTimes() {
        // When
        OffsetCommitResponseData response = commitListed(0, 0, 0, 1, 0);
        // Then
        assertThat(response.topics().get(0).partitions()).hasSize(5).allMatch(result -> result.errorCode() == 0);
        assertThat(driver.log).hasSize(2);
        assertThat(group.fetch("topic", 0).committedOffset()).isEqualTo(4);
        assertThat(group.fetch("topic", 1).committedOffset()).isEqualTo(3);
    }

    @Test
    void refusesACommitThatWouldStoreTooMuchAsAWhole() {
        // Given
        int[] partitions = IntStream.range(0, 100_000).toArray();
        // When
        OffsetCommitResponseData response = commitListed(partitions);
        // Then
        assertThat(response.topics().get(0).partitions())
                .hasSize(100_000)
                .allMatch(result -> result.errorCode() == Errors.INVALID_COMMIT_OFFSET_SIZE.code());
        assertThat(driver.log).isEmpty();
        assertThat(driver.shard.size()).isZero();
    }

    /** Commits to these partitions, in this order, the offsets 0, 1, 2 and so on. */
    private OffsetCommitResponseData commitListed(int... partitions) {
        List<OffsetCommitRequestPartition> listed = new ArrayList<>();
        for (int partition : partitions) {
            listed.add(new OffsetCommitRequestPartition()
                    .setPartitionIndex(partition)
                    .setCommittedOffset(listed.size())
                    .setCommittedMetadata(""));
        }
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId("group")
                .setTopics(
                        List.of(new OffsetCommitRequestTopic().setName("topic").setPartitions(listed)));
        long requestId = driver.ask(caller -> driver.shard.commitOffsets(caller, request, driver.nowMs));
        return driver.answer(requestId, OffsetCommitResponseData.class);
    }
}
