package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.ClassicMember;
import io.millrace.broker.coordinator.classic.GroupState;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroupMember;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.protocol.Errors;

/** DescribeGroups (0 to 6) and ListGroups (0 to 5) for the groups of one shard. */
final class GroupReads {
    private static final String CLASSIC = "classic";
    private static final String DEAD = "Dead";
    private static final short FIRST_WITH_NOT_FOUND = 6;

    private GroupReads() {}

    static DescribedGroup describe(Optional<ClassicGroup> found, String groupId, short apiVersion) {
        if (found.isEmpty()) {
            DescribedGroup dead = new DescribedGroup().setGroupId(groupId).setGroupState(DEAD);
            return apiVersion < FIRST_WITH_NOT_FOUND
                    ? dead
                    : dead.setErrorCode(Errors.GROUP_ID_NOT_FOUND.code())
                            .setErrorMessage("Group " + groupId + " not found.");
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

    static List<ListedGroup> list(
            Collection<ClassicGroup> groups, Collection<String> statesFilter, Collection<String> typesFilter) {
        if (!passes(CLASSIC, typesFilter)) {
            return List.of();
        }
        return groups.stream()
                .filter(group -> passes(group.state().wireName(), statesFilter))
                .map(group -> new ListedGroup()
                        .setGroupId(group.groupId())
                        .setProtocolType(group.protocolType())
                        .setGroupState(group.state().wireName())
                        .setGroupType(CLASSIC))
                .toList();
    }

    private static boolean passes(String name, Collection<String> filter) {
        return filter.isEmpty() || filter.stream().anyMatch(name::equalsIgnoreCase);
    }
}
