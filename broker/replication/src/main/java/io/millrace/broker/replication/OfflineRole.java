package io.millrace.broker.replication;

import io.millrace.broker.replication.ReplicaEvent.LedBySelf;
import io.millrace.broker.replication.ReplicaEvent.WriteDeferred;
import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** Nobody may write here; only leadership leads out of it. */
record OfflineRole() implements ReplicaRole {

    @Override
    public ReplicaRole step(ReplicaEvent event, HighWatermark highWatermark, List<ReplicaEffect> effects) {
        if (event instanceof LedBySelf led) {
            return LeaderRole.begin(led, highWatermark, effects);
        }
        if (event instanceof WriteDeferred write) {
            effects.add(new ReplicaEffect.WriteRefused(write.writeId(), Errors.NOT_LEADER_OR_FOLLOWER));
        }
        return this;
    }
}
