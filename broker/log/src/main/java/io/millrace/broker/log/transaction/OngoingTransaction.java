package io.millrace.broker.log.transaction;

/**
 * A transaction that has records in a partition and no marker yet.
 *
 * @param producerEpoch the epoch in which its producer writes
 * @param firstOffset where its first record stands
 */
public record OngoingTransaction(short producerEpoch, long firstOffset) {}
