package io.millrace.broker.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.protocol.Errors;

/** One replica of one partition: feed it events, do the effects that come back. */
public final class PartitionReplica {

    private final HighWatermark highWatermark;
    private ReplicaRole role = new OfflineRole();

    /** Starts offline, with the high watermark that was remembered on disk. */
    public PartitionReplica(long highWatermark) {
        this.highWatermark = new HighWatermark(highWatermark);
    }

    /** Takes one event and says what follows from it. */
    public List<ReplicaEffect> step(ReplicaEvent event) {
        List<ReplicaEffect> effects = new ArrayList<>(2);
        role = role.step(event, highWatermark, effects);
        return effects;
    }

    /** The offset below which records are safe and may be read. */
    public long highWatermark() {
        return highWatermark.offset();
    }

    /** The term in which this replica leads, if it leads. */
    public OptionalInt leadingEpoch() {
        return role instanceof LeaderRole leader ? OptionalInt.of(leader.leaderEpoch()) : OptionalInt.empty();
    }

    /** Why a write that must be safe on {@code min.insync.replicas} is refused before it is appended; NONE if it is not. */
    public Errors refusalOfSafeWrite() {
        if (role instanceof LeaderRole leader) {
            return leader.hasEnoughReplicas() ? Errors.NONE : Errors.NOT_ENOUGH_REPLICAS;
        }
        return Errors.NOT_LEADER_OR_FOLLOWER;
    }
}
