package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicReplies;
import io.millrace.broker.coordinator.consumer.ConsumerReads;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.Effects;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.Reply;
import io.millrace.broker.coordinator.offset.DeleteOffsets;
import io.millrace.broker.coordinator.offset.FetchOffsets;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupHeartbeatRequestData;
import org.apache.kafka.common.message.DeleteGroupsRequestData;
import org.apache.kafka.common.message.DescribeGroupsResponseData.DescribedGroup;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.JoinGroupRequestData;
import org.apache.kafka.common.message.LeaveGroupRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetDeleteRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.SyncGroupRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.protocol.Errors;

/**
 * The groups of one partition of {@code __consumer_offsets}. The host (one thread per shard) does this:
 *
 * <ol>
 *   <li>Load: {@link #replay} every record from the start of the partition to its end, then {@link #loaded} once.
 *   <li>For each request: take the {@link Decision}; if it needs an append, append its records as one batch (one of
 *       tombstones only may be split); then {@link #accept} it, or {@link #refuse} it when the log took nothing. Send
 *       the replies of the {@link Effects} when the high watermark has passed the last append of the shard. A reply
 *       names the request id of its caller and may answer an earlier request: joins and syncs wait.
 *   <li>When {@link #nextDeadlineMs} has come: {@link #expire} until it returns nothing, settling each decision.
 *   <li>When leadership is lost, or an append has an unknown outcome: send the replies of {@link #drop} and forget the
 *       shard; a new one loads from the log.
 * </ol>
 *
 * Between a decision and its acceptance or refusal nothing else may be asked; doing so is an {@link
 * IllegalStateException}.
 */
public final class GroupShard implements CoordinatorShard {
    /** After a refused append, what was due is tried again this much later. */
    private static final long RETRY_MS = 1_000;

    private final ShardState state = new ShardState();
    private final ConsumerRequests consumerRequests;
    private final GroupRequests groupRequests;
    private final OffsetRequests offsetRequests;
    private final TransactionalOffsets transactionalOffsets;
    private final DueWork dueWork;
    private final GroupConfig config;
    private Optional<PendingDecision> open = Optional.empty();
    private long decisions;

    public GroupShard(GroupConfig config) {
        this.config = config;
        this.consumerRequests = new ConsumerRequests(state, config);
        this.groupRequests = new GroupRequests(state, config, consumerRequests);
        this.offsetRequests = new OffsetRequests(state, config, consumerRequests);
        this.transactionalOffsets = new TransactionalOffsets(state, config);
        this.dueWork = new DueWork(state, config, consumerRequests);
    }

    /** A record of the log, while loading, skipped if nobody can read it; {@link #accept} replays its own by itself. */
    @Override
    public void replay(long offset, byte[] key, byte[] value) {
        if (state.isLoaded()) {
            throw new IllegalStateException("The shard is loaded, the log has nothing new to tell it");
        }
        state.load(offset, key, value);
    }

    @Override
    public void replayInTransaction(long offset, long producerId, byte[] key, byte[] value) {
        if (state.isLoaded()) {
            throw new IllegalStateException("The shard is loaded, the log has nothing new to tell it");
        }
        state.loadInTransaction(offset, producerId, key, value);
    }

    @Override
    public void replayMarker(long offset, long producerId, boolean commit) {
        if (open.isPresent()) {
            throw new IllegalStateException(
                    "A marker came before decision " + open.get().number() + " was settled");
        }
        state.replayMarker(offset, producerId, commit);
    }

    /** The log has been read to its end: members that it names have one session timeout from now to show up. */
    @Override
    public Effects loaded(long nowMs) {
        state.finishLoading(config, nowMs);
        return Effects.NONE;
    }

    /** The cluster as it is from now on; to be told before anything is asked, and whenever it has changed. */
    public void topology(Topology topology) {
        state.topology(topology);
    }

    /** How far the wall clock is ahead of the time that this shard is told: offsets age by the wall clock. */
    public void wallAhead(long aheadMs) {
        state.wallAhead(aheadMs);
    }

    /**
     * @param freshId random text that becomes the id of a member that brings none
     * @param mayDescribe the topics that a regular expression of the member may match; asked within this call only
     */
    public Decision consumerHeartbeat(
            Caller caller,
            ConsumerGroupHeartbeatRequestData request,
            String freshId,
            Predicate<String> mayDescribe,
            long nowMs) {
        return decide(pending -> consumerRequests.heartbeat(pending, caller, request, freshId, mayDescribe, nowMs));
    }

    /** @param freshId random text that becomes the end of a new member's id */
    public Decision join(Caller caller, JoinGroupRequestData request, String freshId, long nowMs) {
        return decide(pending -> groupRequests.join(pending, caller, request, freshId, nowMs));
    }

    public Decision sync(Caller caller, SyncGroupRequestData request, long nowMs) {
        return decide(pending -> groupRequests.sync(pending, caller, request, nowMs));
    }

    public Decision heartbeat(Caller caller, HeartbeatRequestData request, long nowMs) {
        return decide(pending -> groupRequests.heartbeat(pending, caller, request, nowMs));
    }

    public Decision leave(Caller caller, LeaveGroupRequestData request, long nowMs) {
        return decide(pending -> groupRequests.leave(pending, caller, request, nowMs));
    }

    /** The host has taken out topics that do not exist (error 3 or 100) and filled in names for topic ids. */
    public Decision commitOffsets(Caller caller, OffsetCommitRequestData request, long nowMs) {
        return decide(pending -> offsetRequests.commit(pending, caller, request, nowMs));
    }

    /** As for {@link #commitOffsets}; the transaction's coordinator knows of this partition. */
    public Decision commitOffsets(Caller caller, TxnOffsetCommitRequestData request, long nowMs) {
        return decide(pending -> transactionalOffsets.commit(pending, caller, request, nowMs));
    }

    public Decision deleteOffsets(Caller caller, OffsetDeleteRequestData request, long nowMs) {
        return decide(pending -> offsetRequests.deleteOffsets(pending, caller, request));
    }

    /** The request names only groups of this shard. */
    public Decision deleteGroups(Caller caller, DeleteGroupsRequestData request, long nowMs) {
        return decide(pending -> offsetRequests.deleteGroups(pending, caller, request, nowMs));
    }

    /** Offsets of deleted topics go, in every group. Call again until nothing needs an append; there is no reply. */
    public Decision topicsDeleted(Collection<String> topicNames, long nowMs) {
        return decide(pending -> {
            DeleteOffsets.ofTopics(topicNames, state.offsets(), pending.draft());
            state.pendingOffsets()
                    .appendTombstones(key -> topicNames.contains(key.topic()), state.offsets(), pending.draft());
        });
    }

    /** A read; its answer waits like every other for the last append of the shard. No topics (null) means all. */
    public OffsetFetchResponseGroup fetchOffsets(OffsetFetchRequestGroup request, boolean requireStable) {
        Optional<Errors> complaint = state.consumerGroup(request.groupId())
                .flatMap(group -> ConsumerReads.fetchComplaint(group, request.memberId(), request.memberEpoch()));
        if (complaint.isPresent()) {
            return FetchOffsets.refused(request, complaint.get());
        }
        OffsetFetchResponseGroup fetched = FetchOffsets.fetch(request, state.offsets());
        return requireStable ? state.pendingOffsets().withoutUnstable(fetched) : fetched;
    }

    /** A read of one group of this shard. Authorised operations are left to the host. */
    public DescribedGroup describe(String groupId, short apiVersion) {
        return GroupReads.describe(state, groupId, apiVersion);
    }

    /** As above, for a group of the consumer protocol. */
    public ConsumerGroupDescribeResponseData.DescribedGroup describeConsumer(String groupId) {
        return GroupReads.describeConsumer(state, groupId, config.consumer());
    }

    /** A read; empty filters let everything pass. Names of states and types are compared without case. */
    public List<ListedGroup> list(Collection<String> statesFilter, Collection<String> typesFilter) {
        return GroupReads.list(state, statesFilter, typesFilter);
    }

    /** When {@link #expire} has something to do; {@link Long#MAX_VALUE} for never. */
    @Override
    public long nextDeadlineMs() {
        return state.deadlines().nextMs();
    }

    /** The next thing that is due by now; ask again after settling it. */
    @Override
    public Optional<Decision> expire(long nowMs) {
        return state.deadlines().due(nowMs).map(key -> decide(pending -> dueWork.fire(pending, key, nowMs)));
    }

    /** The records are in the log from this offset on (it does not matter when there are none): the decision is true. */
    @Override
    public Effects accept(Decision decision, long firstOffset, long nowMs) {
        PendingDecision pending = settle(decision);
        pending.installInto(state, firstOffset);
        return new Effects(pending.draft().replies());
    }

    /** The log has taken nothing: nothing has changed, and whoever asked gets the error in words for groups. */
    @Override
    public Effects refuse(Decision decision, Errors error, long nowMs) {
        PendingDecision pending = settle(decision);
        pending.fired().ifPresent(key -> state.deadlines().arm(key, nowMs + RETRY_MS));
        return new Effects(pending.refuse(error));
    }

    /** Answers everybody who waits with NOT_COORDINATOR. The shard must not be used after that. */
    @Override
    public Effects drop() {
        List<Reply> replies = new ArrayList<>();
        open.ifPresent(pending -> replies.addAll(pending.refuse(Errors.NOT_COORDINATOR)));
        open = Optional.empty();
        state.groups().forEach(group -> replies.addAll(ClassicReplies.allWaits(group, Errors.NOT_COORDINATOR)));
        return new Effects(replies);
    }

    /** Records of kinds that this build does not read (share and streams groups); they stay in the log. */
    @Override
    public long skippedRecords() {
        return state.skippedRecords();
    }

    /** Records that are damaged, or of a version that this build does not know; they stay in the log. */
    @Override
    public long undecodableRecords() {
        return state.undecodableRecords();
    }

    @Override
    public int size() {
        return state.groupCount();
    }

    private Decision decide(Consumer<PendingDecision> operation) {
        if (!state.isLoaded()) {
            throw new IllegalStateException("The shard is not loaded yet");
        }
        if (open.isPresent()) {
            throw new IllegalStateException("Decision " + open.get().number() + " is neither accepted nor refused yet");
        }
        decisions++;
        PendingDecision pending = new PendingDecision(decisions, state.wallAheadMs());
        operation.accept(pending);
        open = Optional.of(pending);
        return new Decision(pending.number(), pending.draft().records(), pending.writer());
    }

    private PendingDecision settle(Decision decision) {
        PendingDecision pending = open.filter(candidate -> candidate.number() == decision.number())
                .orElseThrow(() -> new IllegalStateException("Decision " + decision.number() + " is not open"));
        open = Optional.empty();
        return pending;
    }
}
