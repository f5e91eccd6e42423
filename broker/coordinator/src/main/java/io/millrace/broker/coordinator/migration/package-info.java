/**
 * A group changes its protocol while its members live: from classic to consumer when the first member of the consumer
 * protocol comes, back when the last one goes.
 *
 * <p>Floor: broker, pure. Thread: that of the shard.
 */
package io.millrace.broker.coordinator.migration;
