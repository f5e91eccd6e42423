package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.GroupState;
import io.millrace.broker.coordinator.classic.MemberCheck;
import io.millrace.broker.coordinator.classic.SubscribedTopics;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.offset.CommitOffsets;
import io.millrace.broker.coordinator.offset.DeleteOffsets;
import io.millrace.broker.coordinator.offset.OffsetTombstones;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResultCollection;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.protocol.Errors;

/** The requests about offsets and about whole groups: who may change what. */
final class OffsetRequests {
    private final ShardState state;
    private final GroupConfig config;

    OffsetRequests(ShardState state, GroupConfig config) {
        this.state = state;
        this.config = config;
    }

    void commit(PendingDecision pending, Caller caller, OffsetCommitRequestData request, long nowMs) {
        pending.ifRefused(caller, error -> CommitOffsets.refused(request, AppendErrors.forCommits(error)));
        Optional<ClassicGroup> group = state.group(request.groupId());
        Optional<Errors> complaint = group.isPresent()
                ? MemberCheck.commitComplaint(
                        group.get(), request.memberId(), request.groupInstanceId(), request.generationIdOrMemberEpoch())
                : newGroupComplaint(request);
        if (complaint.isPresent()) {
            pending.draft().reply(caller, CommitOffsets.refused(request, complaint.get()));
            return;
        }
        // A commit is a sign of life too.
        group.flatMap(known -> known.member(request.memberId())).ifPresent(member -> pending.draft()
                .arm(
                        TimerKey.member(request.groupId(), member.memberId()),
                        nowMs + member.terms().sessionTimeoutMs()));
        if (group.isEmpty()) {
            pending.turn(new ClassicGroup(request.groupId(), nowMs), config, nowMs);
        }
        pending.draft().reply(caller, CommitOffsets.commit(request, pending.draft(), config, nowMs));
    }

    /** A commit without a generation makes a group that only keeps offsets. */
    private Optional<Errors> newGroupComplaint(OffsetCommitRequestData request) {
        if (request.generationIdOrMemberEpoch() >= 0) {
            return Optional.of(Errors.ILLEGAL_GENERATION);
        }
        return state.groupCount() >= config.maxGroups() ? Optional.of(Errors.GROUP_MAX_SIZE_REACHED) : Optional.empty();
    }

    void deleteOffsets(PendingDecision pending, Caller caller, OffsetDeleteRequestData request) {
        pending.ifRefused(caller, error -> new OffsetDeleteResponseData()
                .setErrorCode(AppendErrors.forGroups(error).code()));
        Optional<ClassicGroup> group = state.group(request.groupId());
        Optional<Errors> complaint =
                group.isEmpty() ? Optional.of(Errors.GROUP_ID_NOT_FOUND) : deleteOffsetsComplaint(group.get());
        if (complaint.isPresent()) {
            pending.draft()
                    .reply(
                            caller,
                            new OffsetDeleteResponseData()
                                    .setErrorCode(complaint.get().code()));
            return;
        }
        Set<String> inUse = SubscribedTopics.of(group.get()).orElse(Set.of());
        pending.draft()
                .reply(
                        caller,
                        DeleteOffsets.delete(
                                request,
                                state.offsets(),
                                topic -> inUse.contains(topic) ? Errors.GROUP_SUBSCRIBED_TO_TOPIC : Errors.NONE,
                                pending.draft()));
    }

    /** In a group with members, offsets may go only where it is known that nobody reads. */
    private static Optional<Errors> deleteOffsetsComplaint(ClassicGroup group) {
        return group.is(GroupState.EMPTY) || SubscribedTopics.of(group).isPresent()
                ? Optional.empty()
                : Optional.of(Errors.NON_EMPTY_GROUP);
    }

    void deleteGroups(PendingDecision pending, Caller caller, DeleteGroupsRequestData request) {
        pending.ifRefused(caller, error -> response(request, AppendErrors.forGroups(error)));
        DeletableGroupResultCollection results = new DeletableGroupResultCollection();
        for (String groupId : request.groupsNames()) {
            if (results.find(groupId) == null) {
                results.add(result(groupId, deleteGroup(pending, groupId)));
            }
        }
        pending.draft().reply(caller, new DeleteGroupsResponseData().setResults(results));
    }

    private Errors deleteGroup(PendingDecision pending, String groupId) {
        Optional<ClassicGroup> group = state.group(groupId);
        if (group.isEmpty()) {
            return Errors.GROUP_ID_NOT_FOUND;
        }
        if (!group.get().is(GroupState.EMPTY)) {
            return Errors.NON_EMPTY_GROUP;
        }
        OffsetTombstones.appendGroup(groupId, state.offsets(), pending.draft());
        state.pendingOffsets().appendTombstones(key -> key.groupId().equals(groupId), state.offsets(), pending.draft());
        pending.forget(groupId);
        return Errors.NONE;
    }

    private static DeleteGroupsResponseData response(DeleteGroupsRequestData request, Errors error) {
        DeletableGroupResultCollection results = new DeletableGroupResultCollection();
        request.groupsNames().forEach(groupId -> results.add(result(groupId, error)));
        return new DeleteGroupsResponseData().setResults(results);
    }

    private static DeletableGroupResult result(String groupId, Errors error) {
        return new DeletableGroupResult().setGroupId(groupId).setErrorCode(error.code());
    }
}
