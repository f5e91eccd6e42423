package io.millrace.broker.consensus;

/** The numbers of a quorum that work for most. */
public record QuorumTuning(QuorumTimings timings, SnapshotPolicy snapshots) {
    public static final QuorumTuning DEFAULTS = new QuorumTuning(QuorumTimings.DEFAULTS, SnapshotPolicy.DEFAULTS);
}
