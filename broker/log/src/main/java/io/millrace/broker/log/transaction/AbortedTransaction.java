package io.millrace.broker.log.transaction;

/**
 * A transaction whose records nobody may take as committed.
 *
 * @param lastOffset where its marker stands
 * @param lastStableOffset the last stable offset right after the marker: transactions further up in the index have no
 *     records below it
 */
public record AbortedTransaction(long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
