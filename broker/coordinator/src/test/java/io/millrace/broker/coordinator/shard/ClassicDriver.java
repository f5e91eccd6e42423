package io.millrace.broker.coordinator.shard;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Assignment;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.internals.ConsumerProtocol;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocol;
import org.apache.kafka.common.message.JoinGroupRequestData.JoinGroupRequestProtocolCollection;
import org.apache.kafka.common.message.JoinGroupResponseData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData.MemberIdentity;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.SyncGroupRequestData.SyncGroupRequestAssignment;
import org.apache.kafka.common.message.SyncGroupResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Utils;

/** A consumer of the classic protocol that revokes everything before it joins again, one request per step. */
final class ClassicDriver {
    static final int SESSION_MS = 10_000;
    static final int REBALANCE_MS = 60_000;

    final ShardDriver driver;
    final String groupId;
    String instanceId;
    List<String> topics = List.of("a");
    String memberId = "";
    int generation = -1;
    boolean stable;
    long lastHeardMs;
    final SortedSet<String> owned = new TreeSet<>();
    private long openJoin;
    private long openSync;

    ClassicDriver(ShardDriver driver, String groupId) {
        this.driver = driver;
        this.groupId = groupId;
    }

    void step() {
        if (openJoin != 0) {
            hearJoin();
        } else if (openSync != 0) {
            hearSync();
        } else if (stable) {
            beat();
        } else {
            join();
        }
    }

    void crash() {
        memberId = "";
        rejoin();
    }

    Errors leave() {
        driver.ask(caller -> driver.shard.leave(
                caller,
                new LeaveGroupRequestData()
                        .setGroupId(groupId)
                        .setMembers(List.of(
                                new MemberIdentity().setMemberId(memberId).setGroupInstanceId(instanceId))),
                driver.nowMs));
        crash();
        return Errors.NONE;
    }

    private void rejoin() {
        stable = false;
        owned.clear();
        openJoin = 0;
        openSync = 0;
    }

    private void join() {
        owned.clear();
        JoinGroupRequestData request = new JoinGroupRequestData()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setProtocolType("consumer")
                .setSessionTimeoutMs(SESSION_MS)
                .setRebalanceTimeoutMs(REBALANCE_MS)
                .setProtocols(protocols(topics));
        openJoin = driver.ask(caller -> driver.shard.join(caller, request, driver.freshId(), driver.nowMs));
        hearJoin();
    }

    static JoinGroupRequestProtocolCollection protocols(List<String> topics) {
        JoinGroupRequestProtocolCollection protocols = new JoinGroupRequestProtocolCollection();
        protocols.add(new JoinGroupRequestProtocol()
                .setName("range")
                .setMetadata(Utils.toArray(ConsumerProtocol.serializeSubscription(new Subscription(topics)))));
        return protocols;
    }

    private void hearJoin() {
        if (!driver.answered(openJoin)) {
            return;
        }
        JoinGroupResponseData answer = driver.answer(openJoin, JoinGroupResponseData.class);
        openJoin = 0;
        lastHeardMs = driver.nowMs;
        switch (Errors.forCode(answer.errorCode())) {
            case NONE -> {
                memberId = answer.memberId();
                generation = answer.generationId();
                sync(answer);
            }
            case MEMBER_ID_REQUIRED -> {
                memberId = answer.memberId();
                join();
            }
            case UNKNOWN_MEMBER_ID, FENCED_INSTANCE_ID -> memberId = "";
            default -> rejoin();
        }
    }

    private void sync(JoinGroupResponseData joined) {
        List<SyncGroupRequestAssignment> assignments = new ArrayList<>();
        if (joined.leader().equals(memberId)) {
            assign(joined)
                    .forEach((member, partitions) -> assignments.add(new SyncGroupRequestAssignment()
                            .setMemberId(member)
                            .setAssignment(
                                    Utils.toArray(ConsumerProtocol.serializeAssignment(new Assignment(partitions))))));
        }
        SyncGroupRequestData request = new SyncGroupRequestData()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setGroupInstanceId(instanceId)
                .setGenerationId(generation)
                .setProtocolType("consumer")
                .setProtocolName("range")
                .setAssignments(assignments);
        openSync = driver.ask(caller -> driver.shard.sync(caller, request, driver.nowMs));
        hearSync();
    }

    private Map<String, List<TopicPartition>> assign(JoinGroupResponseData joined) {
        Map<String, List<TopicPartition>> assigned = new HashMap<>();
        List<String> members =
                joined.members().stream().map(member -> member.memberId()).toList();
        members.forEach(member -> assigned.put(member, new ArrayList<>()));
        int next = 0;
        for (String topic : topics) {
            int count = driver.topology
                    .topic(topic)
                    .map(known -> known.partitionCount())
                    .orElse(0);
            for (int partition = 0; partition < count; partition++) {
                assigned.get(members.get(next++ % members.size())).add(new TopicPartition(topic, partition));
            }
        }
        return assigned;
    }

    private void hearSync() {
        if (!driver.answered(openSync)) {
            return;
        }
        SyncGroupResponseData answer = driver.answer(openSync, SyncGroupResponseData.class);
        openSync = 0;
        lastHeardMs = driver.nowMs;
        Errors error = Errors.forCode(answer.errorCode());
        if (error == Errors.NONE) {
            stable = true;
            ConsumerProtocol.deserializeAssignment(ByteBuffer.wrap(answer.assignment()))
                    .partitions()
                    .forEach(partition -> owned.add(partition.topic() + "-" + partition.partition()));
        } else if (error == Errors.UNKNOWN_MEMBER_ID || error == Errors.FENCED_INSTANCE_ID) {
            crash();
        } else {
            rejoin();
        }
    }

    Errors beat() {
        long id = driver.ask(caller -> driver.shard.heartbeat(
                caller,
                new HeartbeatRequestData()
                        .setGroupId(groupId)
                        .setMemberId(memberId)
                        .setGroupInstanceId(instanceId)
                        .setGenerationId(generation),
                driver.nowMs));
        Errors error =
                Errors.forCode(driver.answer(id, HeartbeatResponseData.class).errorCode());
        lastHeardMs = driver.nowMs;
        if (error == Errors.UNKNOWN_MEMBER_ID || error == Errors.FENCED_INSTANCE_ID) {
            crash();
        } else if (error != Errors.NONE && error != Errors.COORDINATOR_NOT_AVAILABLE) {
            rejoin();
        }
        return error;
    }
}
