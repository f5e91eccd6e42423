/**
 * One partition replica as a state machine: who leads, how far the replicas in sync have come, which writes are safe.
 *
 * <p>Floor 1, pure: events come in as values, effects go out as values. Thread: the one that owns the partition.
 */
package io.millrace.broker.replication;
