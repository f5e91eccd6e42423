package io.millrace.broker.coordinator.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatResponseData;
import org.apache.kafka.common.protocol.Errors;

/** Speaks the heartbeats of one consumer as a client of today does, and keeps what it was given. */
final class ConsumerDriver {
    static final int REBALANCE_MS = 60_000;

    final ShardDriver driver;
    final String groupId;
    final String memberId;
    String instanceId;
    List<String> topics = List.of("a");
    String regex;
    String assignor;
    Predicate<String> mayDescribe = topic -> true;
    int epoch;
    /** Partitions as "topic-partition". */
    final SortedSet<String> owned = new TreeSet<>();

    ConsumerDriver(ShardDriver driver, String groupId, String memberId) {
        this.driver = driver;
        this.groupId = groupId;
        this.memberId = memberId;
    }

    ConsumerDriver subscribe(String... names) {
        topics = Arrays.asList(names);
        return this;
    }

    ConsumerGroupHeartbeatRequestData request(int memberEpoch) {
        return new ConsumerGroupHeartbeatRequestData()
                .setGroupId(groupId)
                .setMemberId(memberId)
                .setInstanceId(instanceId)
                .setMemberEpoch(memberEpoch);
    }

    ConsumerGroupHeartbeatRequestData joinRequest() {
        return request(0)
                .setRebalanceTimeoutMs(REBALANCE_MS)
                .setSubscribedTopicNames(topics)
                .setSubscribedTopicRegex(regex)
                .setServerAssignor(assignor)
                .setTopicPartitions(List.of());
    }

    ConsumerGroupHeartbeatResponseData send(ConsumerGroupHeartbeatRequestData request) {
        short version = driver.apiVersion;
        driver.apiVersion = 1;
        long id = driver.ask(
                caller -> driver.shard.consumerHeartbeat(caller, request, driver.freshId(), mayDescribe, driver.nowMs));
        driver.apiVersion = version;
        return driver.answer(id, ConsumerGroupHeartbeatResponseData.class);
    }

    Errors join() {
        owned.clear();
        return take(send(joinRequest()));
    }

    /** Says what it owns, and gives up at once what it does not get any more. */
    Errors beat() {
        return take(send(request(epoch).setTopicPartitions(ownedPartitions())));
    }

    Errors leave() {
        Errors error = Errors.forCode(send(request(-1)).errorCode());
        epoch = 0;
        owned.clear();
        return error;
    }

    Errors leaveForAWhile() {
        return Errors.forCode(send(request(-2)).errorCode());
    }

    Errors take(ConsumerGroupHeartbeatResponseData response) {
        Errors error = Errors.forCode(response.errorCode());
        if (error != Errors.NONE) {
            return error;
        }
        epoch = response.memberEpoch();
        if (response.assignment() != null) {
            owned.clear();
            response.assignment().topicPartitions().forEach(topic -> topic.partitions()
                    .forEach(partition -> owned.add(nameOf(topic.topicId()) + "-" + partition)));
        }
        return error;
    }

    List<ConsumerGroupHeartbeatRequestData.TopicPartitions> ownedPartitions() {
        List<ConsumerGroupHeartbeatRequestData.TopicPartitions> list = new ArrayList<>();
        for (String partition : owned) {
            int dash = partition.lastIndexOf('-');
            list.add(new ConsumerGroupHeartbeatRequestData.TopicPartitions()
                    .setTopicId(idOf(partition.substring(0, dash)))
                    .setPartitions(List.of(Integer.parseInt(partition.substring(dash + 1)))));
        }
        return list;
    }

    /** A topic that is gone goes by its id. */
    private String nameOf(Uuid topicId) {
        return driver.topology.topic(topicId).map(topic -> topic.name()).orElse(topicId.toString());
    }

    private Uuid idOf(String name) {
        return driver.topology.topic(name).map(topic -> topic.id()).orElseGet(() -> TestingTopology.id(name));
    }

    DescribedGroup described() {
        return driver.shard.describeConsumer(groupId);
    }

    String state() {
        return described().groupState();
    }
}
