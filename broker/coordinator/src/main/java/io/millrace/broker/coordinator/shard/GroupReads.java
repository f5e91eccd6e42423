package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.ClassicMember;
import io.millrace.broker.coordinator.classic.GroupState;
import io.millrace.broker.coordinator.consumer.ConsumerReads;
import io.millrace.broker.coordinator.decision.ConsumerConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;

/** DescribeGroups (0 to 6), ConsumerGroupDescribe (0 to 1) and ListGroups (0 to 5) for the groups of one shard. */
final class GroupReads {
    private static final String CLASSIC = "classic";
    private static final String CONSUMER = "consumer";
    private static final String DEAD = "Dead";
    private static final short FIRST_WITH_NOT_FOUND = 6;

    private GroupReads() {}

    /** A group of the other protocol is none that this API knows; Kafka says so in the same way. */
    static DescribedGroup describe(ShardState state, String groupId, short apiVersion) {
        Optional<ClassicGroup> found = state.group(groupId);
        if (found.isEmpty()) {
            boolean other = state.consumerGroup(groupId).isPresent();
            DescribedGroup dead = new DescribedGroup().setGroupId(groupId).setGroupState(DEAD);
            return apiVersion < FIRST_WITH_NOT_FOUND
                    ? dead
                    : dead.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                            .setErrorMessage("Group " + groupId + (other ? " is not a classic group." : " not found."));
        }
        ClassicGroup group = found.get();
        boolean stable = group.is(GroupState.STABLE);
        return new DescribedGroup()
                .setGroupId(groupId)
                .setGroupState(group.state().wireName())
                .setProtocolType(group.protocolType())
                .setProtocolData(stable ? group.protocol().orElse("") : "")
                .setMembers(group.members().stream()
                        .map(member -> describe(member, stable ? group.protocol() : Optional.empty()))
                        .toList());
    }

    static ConsumerGroupDescribeResponseData.DescribedGroup describeConsumer(
            ShardState state, String groupId, ConsumerConfig config) {
        return state.consumerGroup(groupId)
                .map(group -> ConsumerReads.describe(group, state.topology(), config.assignors()))
                .orElseGet(() -> new ConsumerGroupDescribeResponseData.DescribedGroup()
                        .setGroupId(groupId)
                        .setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                        .setErrorMessage("Group " + groupId
                                + (state.group(groupId).isPresent() ? " is not a consumer group." : " not found.")));
    }

    /** Before a generation is stable there is nothing in common to show: no protocol, no assignment. */
    private static DescribedGroupMember describe(ClassicMember member, Optional<String> protocol) {
        byte[] metadata = protocol.flatMap(member.terms()::metadata)
                .map(bytes -> bytes.get())
                .orElseGet(() -> new byte[0]);
        return new DescribedGroupMember()
                .setMemberId(member.memberId())
                .setGroupInstanceId(member.groupInstanceId().orElse(null))
                .setClientId(member.clientId())
                .setClientHost(member.clientHost())
                .setMemberMetadata(metadata)
                .setMemberAssignment(protocol.isPresent() ? member.assignment().get() : new byte[0]);
    }

    static List<ListedGroup> list(ShardState state, Collection<String> statesFilter, Collection<String> typesFilter) {
        List<ListedGroup> listed = new ArrayList<>();
        if (passes(CLASSIC, typesFilter)) {
            state.groups()
                    .forEach(group -> listed.add(listed(group.groupId(), group.protocolType(), CLASSIC)
                            .setGroupState(group.state().wireName())));
        }
        if (passes(CONSUMER, typesFilter)) {
            state.consumerGroups()
                    .forEach(group -> listed.add(listed(group.groupId(), CONSUMER, CONSUMER)
                            .setGroupState(group.state().wireName())));
        }
        listed.removeIf(group -> !passes(group.groupState(), statesFilter));
        return listed;
    }

    private static ListedGroup listed(String groupId, String protocolType, String groupType) {
        return new ListedGroup()
                .setGroupId(groupId)
                .setProtocolType(protocolType)
                .setGroupType(groupType);
    }

    private static boolean passes(String name, Collection<String> filter) {
        return filter.isEmpty() || filter.stream().anyMatch(name::equalsIgnoreCase);
    }
}
