/**
 * The transactions of one partition of {@code __transaction_state}: one class per operation. {@link
 * io.millrace.broker.coordinator.transaction.TransactionShard} is the facade.
 *
 * <p>Floor: broker, pure. Thread: a shard belongs to one thread.
 */
package io.millrace.broker.coordinator.transaction;
