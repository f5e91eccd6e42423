package io.millrace.broker.replication;

import java.util.List;
import org.apache.kafka.common.protocol.Errors;

/** What may happen to a replica. */
public sealed interface ReplicaEvent {

    /**
     * The cluster says that this replica leads. A higher leader epoch begins a new term.
     *
     * @param leaderEpoch the term
     * @param isr the replicas in sync, this one among them
     * @param minInsyncReplicas how many of them a safe write needs
     * @param durableEndOffset everything below it is on this replica's disk
     */
    record LedBySelf(int leaderEpoch, List<Integer> isr, int minInsyncReplicas, long durableEndOffset)
            implements ReplicaEvent {

        /** Copies the list. */
        public LedBySelf {
            isr = List.copyOf(isr);
        }
    }

    /** The replica stops here, and deferred writes are answered with the reason. */
    record Stopped(Errors reason) implements ReplicaEvent {}

    /** More of the log is on this replica's disk. */
    record BecameDurable(long durableEndOffset) implements ReplicaEvent {}

    /**
     * A write was appended whose answer must wait until it is safe.
     *
     * @param writeId chosen by the caller, growing from write to write
     * @param leaderEpoch the term in which it was appended
     * @param lastOffset the offset of its last record
     */
    record WriteDeferred(long writeId, int leaderEpoch, long lastOffset) implements ReplicaEvent {}
}
