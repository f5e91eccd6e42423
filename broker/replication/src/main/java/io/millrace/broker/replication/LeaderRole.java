package io.millrace.broker.replication;

import io.millrace.broker.replication.ReplicaEvent.BecameDurable;
import io.millrace.broker.replication.ReplicaEvent.LedBySelf;
import io.millrace.broker.replication.ReplicaEvent.Stopped;
import io.millrace.broker.replication.ReplicaEvent.WriteDeferred;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.protocol.Errors;

/**
 * This replica leads in one term. A deferred write is safe once its own offset is below the high watermark and the term
 * in which it was appended still lasts; a new term answers for none of the old one's writes.
 */
final class LeaderRole implements ReplicaRole {

    private final int localBrokerId;
    private final int leaderEpoch;
    private final List<Integer> isr;
    private final int minInsyncReplicas;
    private final Map<Integer, Long> durableEndOffsets = new LinkedHashMap<>();

    /** In the order of their offsets; bounded by what the connections may have in flight. */
    private final ArrayDeque<WriteDeferred> deferred = new ArrayDeque<>();

    private LeaderRole(LedBySelf led, int localBrokerId) {
        this.localBrokerId = localBrokerId;
        this.leaderEpoch = led.leaderEpoch();
        this.isr = led.isr();
        this.minInsyncReplicas = led.minInsyncReplicas();
    }

    static LeaderRole begin(LedBySelf led, HighWatermark highWatermark, List<ReplicaEffect> effects) {
        // With one replica the leader is the one member of its ISR.
        var role = new LeaderRole(led, led.isr().get(0));
        role.becameDurable(led.durableEndOffset(), highWatermark, effects);
        return role;
    }

    int leaderEpoch() {
        return leaderEpoch;
    }

    boolean hasEnoughReplicas() {
        return isr.size() >= minInsyncReplicas;
    }

    @Override
    public ReplicaRole step(ReplicaEvent event, HighWatermark highWatermark, List<ReplicaEffect> effects) {
        if (event instanceof BecameDurable durable) {
            becameDurable(durable.durableEndOffset(), highWatermark, effects);
            return this;
        }
        if (event instanceof WriteDeferred write) {
            defer(write, highWatermark, effects);
            return this;
        }
        if (event instanceof LedBySelf led) {
            return ledAgain(led, highWatermark, effects);
        }
        if (event instanceof Stopped stopped) {
            lose(stopped.reason(), effects);
            return new OfflineRole();
        }
        throw new IllegalStateException("A leader does not know the event " + event);
    }

    private void becameDurable(long durableEndOffset, HighWatermark highWatermark, List<ReplicaEffect> effects) {
        durableEndOffsets.merge(localBrokerId, durableEndOffset, Math::max);
        IsrRule.safeOffset(isr, minInsyncReplicas, durableEndOffsets).ifPresent(safe -> {
            if (highWatermark.raiseTo(safe)) {
                effects.add(new ReplicaEffect.HighWatermarkMoved(safe));
                release(safe, effects);
            }
        });
    }

    private void release(long highWatermark, List<ReplicaEffect> effects) {
        long lastWriteId = -1;
        while (!deferred.isEmpty() && deferred.peek().lastOffset() < highWatermark) {
            lastWriteId = deferred.remove().writeId();
        }
        if (lastWriteId >= 0) {
            effects.add(new ReplicaEffect.WritesSafe(lastWriteId));
        }
    }

    private void defer(WriteDeferred write, HighWatermark highWatermark, List<ReplicaEffect> effects) {
        if (write.leaderEpoch() != leaderEpoch) {
            effects.add(new ReplicaEffect.WriteRefused(write.writeId(), Errors.NOT_LEADER_OR_FOLLOWER));
            return;
        }
        deferred.add(write);
        // A write that was there before, such as a duplicate, may be safe already.
        release(highWatermark.offset(), effects);
    }

    private ReplicaRole ledAgain(LedBySelf led, HighWatermark highWatermark, List<ReplicaEffect> effects) {
        if (led.leaderEpoch() < leaderEpoch) {
            return this;
        }
        LeaderRole next = new LeaderRole(led, localBrokerId);
        if (led.leaderEpoch() == leaderEpoch) {
            next.durableEndOffsets.putAll(durableEndOffsets);
            next.deferred.addAll(deferred);
        } else {
            lose(Errors.NOT_LEADER_OR_FOLLOWER, effects);
        }
        next.becameDurable(led.durableEndOffset(), highWatermark, effects);
        return next;
    }

    private void lose(Errors reason, List<ReplicaEffect> effects) {
        if (!deferred.isEmpty()) {
            deferred.clear();
            effects.add(new ReplicaEffect.WritesLost(reason));
        }
    }
}
