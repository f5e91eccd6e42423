/**
 * One shard of the coordinator: the groups of one partition of {@code __consumer_offsets}. {@link
 * io.millrace.broker.coordinator.shard.GroupShard} is the facade.
 *
 * <p>Floor: broker, pure. Thread: a shard belongs to one thread.
 */
package io.millrace.broker.coordinator.shard;
