/**
 * Committed offsets: commit, fetch, delete, expire, one class per operation.
 *
 * <p>Floor: broker, pure. Thread: that of the shard.
 */
package io.millrace.broker.coordinator.offset;
