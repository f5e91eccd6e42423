package io.millrace.broker.log;

/**
 * Told when more of a partition is on disk. Called on the group-commit thread, which serves every partition of the
 * directory: hand over, never block, never throw.
 */
@FunctionalInterface
public interface DurabilityListener {
    void onDurable(PartitionLog log, long durableEndOffset);
}
