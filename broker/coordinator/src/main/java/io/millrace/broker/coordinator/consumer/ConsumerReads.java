package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.record.PositionValue;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.protocol.Errors;

/** ConsumerGroupDescribe, versions 0 and 1, and whether a member may commit or fetch offsets. */
public final class ConsumerReads {
    private static final byte CLASSIC_MEMBER = 0;
    private static final byte CONSUMER_MEMBER = 1;
    private static final short FIRST_COMMIT_WITH_EPOCH = 9;

    private ConsumerReads() {}

    public static DescribedGroup describe(ConsumerGroup group, Topology topology, List<String> assignors) {
        return new DescribedGroup()
                .setGroupId(group.groupId())
                .setGroupState(group.state().wireName())
                .setGroupEpoch(group.epoch())
                .setAssignmentEpoch(group.targetEpoch())
                .setAssignorName(TargetAssignment.assignorOf(group, assignors))
                .setMembers(group.members().stream()
                        .map(member -> describe(group, member, topology))
                        .toList());
    }

    private static Member describe(ConsumerGroup group, ConsumerMemberValue member, Topology topology) {
        String memberId = member.memberId();
        return new Member()
                .setMemberId(memberId)
                .setInstanceId(member.instanceId().orElse(null))
                .setRackId(member.rackId().orElse(null))
                .setMemberEpoch(group.position(memberId).epoch())
                .setClientId(member.client().id())
                .setClientHost(member.client().host())
                .setSubscribedTopicNames(List.copyOf(member.subscription().topics()))
                .setSubscribedTopicRegex(member.subscription().regex().orElse(null))
                .setAssignment(assignment(group.position(memberId).assigned(), topology))
                .setTargetAssignment(assignment(group.target(memberId), topology))
                .setMemberType(member.isClassic() ? CLASSIC_MEMBER : CONSUMER_MEMBER);
    }

    /** A topic that is gone has no name to show. */
    private static Assignment assignment(PartitionSet partitions, Topology topology) {
        List<TopicPartitions> topics = new ArrayList<>();
        partitions.byTopic().forEach((topicId, indexes) -> topology.topic(topicId)
                .ifPresent(topic -> topics.add(new TopicPartitions()
                        .setTopicId(topicId)
                        .setTopicName(topic.name())
                        .setPartitions(List.copyOf(indexes)))));
        return new Assignment().setTopicPartitions(topics);
    }

    /** Whether these offsets may be committed under this identity. */
    public static Optional<Errors> commitComplaint(
            ConsumerGroup group,
            String memberId,
            String instanceId,
            int epoch,
            short apiVersion,
            PartitionSet partitions) {
        if (epoch < 0 && group.isEmpty()) {
            return Optional.empty();
        }
        Optional<Refusal> stranger = Admission.identity(group, memberId, instanceId);
        if (stranger.isPresent()) {
            return Optional.of(stranger.get().error());
        }
        if (!group.member(memberId).orElseThrow().isClassic() && apiVersion < FIRST_COMMIT_WITH_EPOCH) {
            return Optional.of(Errors.UNSUPPORTED_VERSION);
        }
        return epochComplaint(group, memberId, epoch, partitions);
    }

    /** As above, in a transaction; a producer that names no member may (KIP-447). */
    public static Optional<Errors> transactionalComplaint(
            ConsumerGroup group, String memberId, String instanceId, int epoch, PartitionSet partitions) {
        if (epoch < 0 && memberId.isEmpty() && instanceId == null) {
            return Optional.empty();
        }
        return Admission.identity(group, memberId, instanceId)
                .map(Refusal::error)
                .or(() -> epochComplaint(group, memberId, epoch, partitions));
    }

    /**
     * An older epoch will do for partitions that the member has had since then, or earlier: nobody else has read them in
     * the meantime, so what was sent before the member heard of its newest epoch is not lost (KIP-1251).
     */
    private static Optional<Errors> epochComplaint(
            ConsumerGroup group, String memberId, int epoch, PartitionSet partitions) {
        PositionValue position = group.position(memberId);
        boolean hadThem = epoch < position.epoch()
                && partitions
                        .keep((topicId, partition) ->
                                position.epochs().of(topicId, partition).orElse(Integer.MAX_VALUE) > epoch)
                        .isEmpty();
        if (epoch == position.epoch() || hadThem) {
            return Optional.empty();
        }
        boolean classic = group.member(memberId).orElseThrow().isClassic();
        return Optional.of(classic ? Errors.ILLEGAL_GENERATION : Errors.STALE_MEMBER_EPOCH);
    }

    /** Whether offsets may be fetched under this identity; whoever gives none may. */
    public static Optional<Errors> fetchComplaint(ConsumerGroup group, String memberId, int epoch) {
        if ((memberId == null || memberId.isEmpty()) && epoch < 0) {
            return Optional.empty();
        }
        if (memberId == null || group.member(memberId).isEmpty()) {
            return Optional.of(Errors.UNKNOWN_MEMBER_ID);
        }
        return epoch == group.position(memberId).epoch() ? Optional.empty() : Optional.of(Errors.STALE_MEMBER_EPOCH);
    }
}
