package io.millrace.broker.server.hosting;

/**
 * What a fetch asks of one partition.
 *
 * @param host the partition
 * @param offset the first offset wanted
 * @param maxBytes how much of it at most
 */
public record FetchTarget(PartitionHost host, long offset, int maxBytes) {}
