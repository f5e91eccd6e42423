package io.millrace.broker.server.hosting;

/**
 * What a fetch asks of one partition.
 *
 * @param host the partition
 * @param offset the first offset wanted
 * @param maxBytes how much of it at most
 * @param committedOnly no records of open transactions, and a list of the aborted ones
 */
public record FetchTarget(PartitionHost host, long offset, int maxBytes, boolean committedOnly) {}
