package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.GroupState;
import io.millrace.broker.coordinator.classic.MemberCheck;
import io.millrace.broker.coordinator.classic.SubscribedTopics;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.ConsumerReads;
import io.millrace.broker.coordinator.consumer.GroupTopics;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.offset.CommitOffsets;
import io.millrace.broker.coordinator.offset.DeleteOffsets;
import io.millrace.broker.coordinator.offset.OffsetTombstones;
import io.millrace.broker.coordinator.record.PartitionSet;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DeleteGroupsResponseData;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResult;
import org.apache.kafka.common.message.DeleteGroupsResponseData.DeletableGroupResultCollection;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetDeleteResponseData;
import org.apache.kafka.common.protocol.Errors;

/** The requests about offsets and about whole groups: who may change what. */
final class OffsetRequests {
    private final ShardState state;
    private final GroupConfig config;
    private final ConsumerRequests consumers;

    OffsetRequests(ShardState state, GroupConfig config, ConsumerRequests consumers) {
        this.state = state;
        this.config = config;
        this.consumers = consumers;
    }

    void commit(PendingDecision pending, Caller caller, OffsetCommitRequestData request, long nowMs) {
        pending.ifRefused(caller, error -> CommitOffsets.refused(request, AppendErrors.forCommits(error)));
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        if (consumer.isPresent()) {
            pending.draft().reply(caller, commit(pending, caller, request, consumer.get(), nowMs));
            return;
        }
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
        pending.draft().reply(caller, CommitOffsets.commit(request, pending.draft(), config, state.wallMs(nowMs)));
    }

    /** Sessions of the newer protocol live by heartbeats alone. */
    private OffsetCommitResponseData commit(
            PendingDecision pending, Caller caller, OffsetCommitRequestData request, ConsumerGroup group, long nowMs) {
        return ConsumerReads.commitComplaint(
                        group,
                        request.memberId(),
                        request.groupInstanceId(),
                        request.generationIdOrMemberEpoch(),
                        caller.apiVersion(),
                        partitions(request))
                .map(error -> CommitOffsets.refused(request, error))
                .orElseGet(() -> CommitOffsets.commit(request, pending.draft(), config, state.wallMs(nowMs)));
    }

    /** A topic that is not there any more is nobody's. */
    private PartitionSet partitions(OffsetCommitRequestData request) {
        PartitionSet.Builder partitions = PartitionSet.builder();
        request.topics().forEach(topic -> {
            Uuid id =
                    state.topology().topic(topic.name()).map(Topology.Topic::id).orElse(Uuid.ZERO_UUID);
            topic.partitions().forEach(partition -> partitions.add(id, partition.partitionIndex()));
        });
        return partitions.build();
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
        Optional<ConsumerGroup> consumer = state.consumerGroup(request.groupId());
        Optional<Errors> complaint = group.isEmpty() && consumer.isEmpty()
                ? Optional.of(Errors.GROUP_ID_NOT_FOUND)
                : group.flatMap(OffsetRequests::deleteOffsetsComplaint);
        if (complaint.isPresent()) {
            pending.draft()
                    .reply(
                            caller,
                            new OffsetDeleteResponseData()
                                    .setErrorCode(complaint.get().code()));
            return;
        }
        Set<String> inUse = consumer.<Set<String>>map(GroupTopics::of)
                .orElseGet(() -> group.flatMap(SubscribedTopics::of).orElse(Set.of()));
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

    void deleteGroups(PendingDecision pending, Caller caller, DeleteGroupsRequestData request, long nowMs) {
        pending.ifRefused(caller, error -> response(request, AppendErrors.forGroups(error)));
        DeletableGroupResultCollection results = new DeletableGroupResultCollection();
        for (String groupId : request.groupsNames()) {
            if (results.find(groupId) == null) {
                results.add(result(groupId, deleteGroup(pending, groupId, nowMs)));
            }
        }
        pending.draft().reply(caller, new DeleteGroupsResponseData().setResults(results));
    }

    private Errors deleteGroup(PendingDecision pending, String groupId, long nowMs) {
        Optional<ConsumerGroup> consumer = state.consumerGroup(groupId);
        if (consumer.isPresent()) {
            return deleteGroup(pending, consumer.get(), nowMs);
        }
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

    private Errors deleteGroup(PendingDecision pending, ConsumerGroup group, long nowMs) {
        if (!group.isEmpty()) {
            return Errors.NON_EMPTY_GROUP;
        }
        OffsetTombstones.appendOffsets(group.groupId(), state.offsets(), pending.draft());
        state.pendingOffsets()
                .appendTombstones(key -> key.groupId().equals(group.groupId()), state.offsets(), pending.draft());
        consumers.turn(pending, group, nowMs).removeGroup();
        pending.forgetConsumer(group.groupId());
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
