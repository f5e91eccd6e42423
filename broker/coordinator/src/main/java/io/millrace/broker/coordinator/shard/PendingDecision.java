package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.classic.ClassicGroup;
import io.millrace.broker.coordinator.classic.Turn;
import io.millrace.broker.coordinator.consumer.ConsumerGroup;
import io.millrace.broker.coordinator.consumer.ConsumerTurn;
import io.millrace.broker.coordinator.consumer.Moment;
import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.DecisionDraft;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.Reply;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.decision.TransactionalWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** A decision on its way: what it would change, and what to say if the log refuses it. */
final class PendingDecision {
    private final long number;
    private final long wallAheadMs;
    private final DecisionDraft draft = new DecisionDraft();
    /** The groups as they shall be; empty where a group shall be gone. */
    private final Map<String, Optional<ClassicGroup>> groups = new LinkedHashMap<>();

    /** The same for groups of the consumer protocol. */
    private final Map<String, Optional<ConsumerGroup>> consumerGroups = new LinkedHashMap<>();

    private final List<Function<Errors, Reply>> refusals = new ArrayList<>();
    private Optional<TimerKey> fired = Optional.empty();
    private Optional<TransactionalWriter> writer = Optional.empty();

    PendingDecision(long number, long wallAheadMs) {
        this.number = number;
        this.wallAheadMs = wallAheadMs;
    }

    long number() {
        return number;
    }

    DecisionDraft draft() {
        return draft;
    }

    Turn turn(ClassicGroup copy, GroupConfig config, long nowMs) {
        groups.put(copy.groupId(), Optional.of(copy));
        return glance(copy, config, nowMs);
    }

    /** A turn that leaves the group as it is. */
    Turn glance(ClassicGroup group, GroupConfig config, long nowMs) {
        return new Turn(group, draft, config, nowMs, wallAheadMs);
    }

    /** The group is installed only if the turn changes it. */
    ConsumerTurn consumerTurn(ConsumerGroup group, Moment moment) {
        return new ConsumerTurn(group, draft, moment, copy -> consumerGroups.put(copy.groupId(), Optional.of(copy)));
    }

    void forgetConsumer(String groupId) {
        consumerGroups.put(groupId, Optional.empty());
    }

    void forget(String groupId) {
        groups.put(groupId, Optional.empty());
    }

    void ifRefused(Caller caller, Function<Errors, ApiMessage> response) {
        refusals.add(error -> new Reply(caller.requestId(), response.apply(error)));
    }

    /** Whoever asked is refused after all: the groups stay what they are, and who waits in them waits on. */
    void withdraw() {
        draft.clear();
        groups.clear();
        consumerGroups.clear();
    }

    /** The same, where the caller has its answer already. */
    void withdrawAllBut(Caller caller) {
        List<Reply> own = draft.replies().stream()
                .filter(reply -> reply.requestId() == caller.requestId())
                .toList();
        withdraw();
        draft.replyAll(own);
    }

    /** The records belong to a producer's transaction. */
    void inTransaction(TransactionalWriter transactionalWriter) {
        writer = Optional.of(transactionalWriter);
    }

    Optional<TransactionalWriter> writer() {
        return writer;
    }

    void fired(TimerKey key) {
        fired = Optional.of(key);
        draft.cancel(key);
    }

    Optional<TimerKey> fired() {
        return fired;
    }

    List<Reply> refuse(Errors error) {
        return refusals.stream().map(refusal -> refusal.apply(error)).toList();
    }

    void installInto(ShardState state, long firstOffset) {
        long offset = firstOffset;
        for (CoordinatorRecord record : draft.records()) {
            if (writer.isPresent()) {
                state.replayInTransaction(offset, writer.get().producerId(), record.key(), record.value());
            } else {
                state.replay(offset, record.key(), record.value());
            }
            offset++;
        }
        groups.forEach((groupId, group) -> group.ifPresentOrElse(state::install, () -> state.forget(groupId)));
        consumerGroups.forEach(
                (groupId, group) -> group.ifPresentOrElse(state::install, () -> state.forgetConsumer(groupId)));
        state.deadlines().apply(draft.timers());
    }
}
