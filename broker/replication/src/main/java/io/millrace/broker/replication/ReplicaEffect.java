package io.millrace.broker.replication;

import org.apache.kafka.common.protocol.Errors;

/** What the host of a replica must do after a step, in this order. */
public sealed interface ReplicaEffect {

    /** The high watermark moved up: remember it, and wake those who wait for records. */
    record HighWatermarkMoved(long highWatermark) implements ReplicaEffect {}

    /** Everything up to this deferred write, and the write itself, is safe: answer it. */
    record WritesSafe(long lastWriteId) implements ReplicaEffect {}

    /** This one write was not deferred: answer with this error. */
    record WriteRefused(long writeId, Errors error) implements ReplicaEffect {}

    /** Every write that is still deferred will never be known to be safe in its term: answer with this error. */
    record WritesLost(Errors error) implements ReplicaEffect {}
}
