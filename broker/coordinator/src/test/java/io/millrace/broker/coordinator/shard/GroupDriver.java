package io.millrace.broker.coordinator.shard;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.LeaveGroupResponseData;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;

/** Speaks the requests of one group to a shard. */
final class GroupDriver {
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;

    final ShardDriver driver;
    final String groupId;

    GroupDriver(ShardDriver driver, String groupId) {
        this.driver = driver;
        this.groupId = groupId;
    }

    JoinGroupRequestData joinRequest(String memberId, String instanceId, String... protocols) {
        JoinGroupRequestProtocolCollection collection = new JoinGroupRequestProtocolCollection();
        for (String protocol : protocols.length == 0 ? new String[] {"range"} : protocols) {
            // "name=subscription" gives a protocol its own metadata.
            String[] parts = protocol.split("=", 2);
            String metadata = parts.length == 2 ? parts[1] : "subscription";
            collection.add(new JoinGroupRequestProtocol()
                    .setName(parts[0])
                    .setMetadata(metadata.getBytes(StandardCharsets.UTF_8)));
        }
        return new JoinGroupRequestData()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setProtocolType("consumer")
                .setSessionTimeoutMs(SESSION_MS)
                .setRebalanceTimeoutMs(REBALANCE_MS)
                .setProtocols(collection);
    }

    long join(JoinGroupRequestData request) {
        return driver.ask(caller -> driver.shard.join(caller, request, driver.freshId(), driver.nowMs));
    }

    /** Joins as a client of today does: first for an id, then for a place. Returns the second request. */
    long joinDynamic(String... protocols) {
        JoinGroupResponseData first = joined(join(joinRequest("", null, protocols)));
        if (first.errorCode() != Errors.MEMBER_ID_REQUIRED.code()) {
            throw new AssertionError("Expected MEMBER_ID_REQUIRED, not " + Errors.forCode(first.errorCode()));
        }
        return join(joinRequest(first.memberId(), null, protocols));
    }

    JoinGroupResponseData joined(long requestId) {
        return driver.answer(requestId, JoinGroupResponseData.class);
    }

    long sync(String memberId, int generation, Map<String, String> assignments) {
        return driver.ask(caller -> driver.shard.sync(
                caller,
                new SyncGroupRequestData()
                        .setGroupId(groupId)
                        .setMemberId(memberId)
                        .setGenerationId(generation)
                        .setAssignments(assignments.entrySet().stream()
                                .map(entry -> new SyncGroupRequestAssignment()
                                        .setMemberId(entry.getKey())
                                        .setAssignment(entry.getValue().getBytes(StandardCharsets.UTF_8)))
                                .toList()),
                driver.nowMs));
    }

    SyncGroupResponseData synced(long requestId) {
        return driver.answer(requestId, SyncGroupResponseData.class);
    }

    String assignment(long requestId) {
        return new String(synced(requestId).assignment(), StandardCharsets.UTF_8);
    }

    Errors heartbeat(String memberId, int generation) {
        return heartbeat(memberId, null, generation);
    }

    Errors heartbeat(String memberId, String instanceId, int generation) {
        long requestId = driver.ask(caller -> driver.shard.heartbeat(
                caller,
                new HeartbeatRequestData()
                        .setGroupId(groupId)
                        .setMemberId(memberId)
                        .setGroupInstanceId(instanceId)
                        .setGenerationId(generation),
                driver.nowMs));
        return Errors.forCode(
                driver.answer(requestId, HeartbeatResponseData.class).errorCode());
    }

    Errors leave(String memberId, String instanceId) {
        long requestId = driver.ask(caller -> driver.shard.leave(
                caller,
                new LeaveGroupRequestData()
                        .setGroupId(groupId)
                        .setMembers(List.of(
                                new MemberIdentity().setMemberId(memberId).setGroupInstanceId(instanceId))),
                driver.nowMs));
        LeaveGroupResponseData response = driver.answer(requestId, LeaveGroupResponseData.class);
        return Errors.forCode(
                response.errorCode() != 0
                        ? response.errorCode()
                        : response.members().get(0).errorCode());
    }

    Errors commit(String memberId, int generation, long offset) {
        return commit(memberId, generation, "topic", 0, offset, "");
    }

    Errors commit(String memberId, int generation, String topic, int partition, long offset, String metadata) {
        OffsetCommitRequestData request = new OffsetCommitRequestData()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setGenerationIdOrMemberEpoch(generation)
                .setTopics(List.of(new OffsetCommitRequestTopic()
                        .setName(topic)
                        .setPartitions(List.of(new OffsetCommitRequestPartition()
                                .setPartitionIndex(partition)
                                .setCommittedOffset(offset)
                                .setCommittedLeaderEpoch(4)
                                .setCommittedMetadata(metadata)))));
        long requestId = driver.ask(caller -> driver.shard.commitOffsets(caller, request, driver.nowMs));
        return Errors.forCode(driver.answer(requestId, OffsetCommitResponseData.class)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode());
    }

    OffsetFetchResponsePartitions fetch(String topic, int partition) {
        OffsetFetchRequestGroup request = new OffsetFetchRequestGroup()
                .setGroupId(groupId)
                .setTopics(
                        List.of(new OffsetFetchRequestTopics().setName(topic).setPartitionIndexes(List.of(partition))));
        return driver.shard
                .fetchOffsets(request, true)
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    Errors fetchError(String memberId, int epoch) {
        OffsetFetchRequestGroup request = new OffsetFetchRequestGroup()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setMemberEpoch(epoch)
                .setTopics(null);
        return Errors.forCode(driver.shard.fetchOffsets(request, true).errorCode());
    }

    Errors delete() {
        long requestId = driver.ask(caller -> driver.shard.deleteGroups(
                caller, new DeleteGroupsRequestData().setGroupsNames(List.of(groupId)), driver.nowMs));
        return Errors.forCode(driver.answer(requestId, DeleteGroupsResponseData.class)
                .results()
                .find(groupId)
                .errorCode());
    }

    long committed() {
        return fetch("topic", 0).committedOffset();
    }

    String state() {
        return driver.shard.describe(groupId, (short) 5).groupState();
    }

    /** One dynamic member alone in a stable group. */
    JoinGroupResponseData formGroupOfOne() {
        long join = joinDynamic();
        driver.advance(3_000);
        JoinGroupResponseData member = joined(join);
        sync(member.memberId(), member.generationId(), Map.of(member.memberId(), "all"));
        return member;
    }
}
