package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.decision.Caller;
import io.millrace.broker.coordinator.decision.CoordinatorRecord;
import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.Effects;
import io.millrace.broker.coordinator.decision.GroupConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** Hosts a shard as a broker would, with a list as the log and a number as the clock. */
final class ShardDriver {
    final List<CoordinatorRecord> log = new ArrayList<>();
    private final GroupConfig config;
    private final Map<Long, ApiMessage> replies = new HashMap<>();
    GroupShard shard;
    long nowMs = 1_000_000;
    TestingTopology topology = new TestingTopology();
    short apiVersion = 9;
    String clientId = "client";
    private long wallAheadMs;
    private long lastRequestId;
    private long lastFreshId;
    private Optional<Errors> refusal = Optional.empty();

    ShardDriver(GroupConfig config) {
        this.config = config;
        restart();
    }

    /** A new shard reads the whole log. */
    void restart() {
        shard = new GroupShard(config);
        shard.topology(topology);
        for (int offset = 0; offset < log.size(); offset++) {
            shard.replay(offset, log.get(offset).key(), log.get(offset).value());
        }
        shard.wallAhead(wallAheadMs);
        shard.loaded(nowMs);
    }

    /** Somebody sets the wall clock. */
    void jump(long ms) {
        wallAheadMs += ms;
        shard.wallAhead(wallAheadMs);
    }

    /** A broker that starts knows the wall clock only. */
    void restartBroker() {
        nowMs += wallAheadMs;
        wallAheadMs = 0;
        restart();
    }

    /** The cluster has changed. */
    void become(TestingTopology newTopology) {
        topology = newTopology;
        shard.topology(newTopology);
    }

    /** The log takes nothing until {@link #takeAppends}. */
    void refuseAppends(Errors error) {
        refusal = Optional.of(error);
    }

    void takeAppends() {
        refusal = Optional.empty();
    }

    /** Asks, settles, and returns the id under which the answer comes. */
    long ask(Function<Caller, Decision> request) {
        lastRequestId++;
        Caller caller = new Caller(lastRequestId, apiVersion, clientId, "/127.0.0.1");
        settle(request.apply(caller));
        return lastRequestId;
    }

    String freshId() {
        lastFreshId++;
        return "id" + lastFreshId;
    }

    void settle(Decision decision) {
        Effects effects;
        if (decision.needsAppend() && refusal.isPresent()) {
            effects = shard.refuse(decision, refusal.get(), nowMs);
        } else {
            long firstOffset = log.size();
            log.addAll(decision.records());
            effects = shard.accept(decision, firstOffset, nowMs);
        }
        take(effects);
    }

    void take(Effects effects) {
        effects.replies().forEach(reply -> {
            if (replies.put(reply.requestId(), reply.response()) != null) {
                throw new AssertionError("Request " + reply.requestId() + " was answered twice");
            }
        });
    }

    /** Lets time pass, doing what is due at the moment it is due. */
    void advance(long ms) {
        long targetMs = nowMs + ms;
        while (shard.nextDeadlineMs() <= targetMs) {
            nowMs = Math.max(nowMs, shard.nextDeadlineMs());
            shard.expire(nowMs).ifPresent(this::settle);
        }
        nowMs = targetMs;
    }

    boolean answered(long requestId) {
        return replies.containsKey(requestId);
    }

    <T extends ApiMessage> T answer(long requestId, Class<T> type) {
        ApiMessage reply = replies.get(requestId);
        if (reply == null) {
            throw new AssertionError("Request " + requestId + " is not answered yet");
        }
        return type.cast(reply);
    }
}
