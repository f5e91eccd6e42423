package io.millrace.connect.worker.control;

/**
 * One partition of a connector's dead letter topic.
 *
 * @param firstOffset of the oldest letter that is kept
 * @param endOffset of the next letter to come
 * @param redriveOffset of the first letter that a re-drive has not seen yet
 */
public record DeadLetterPartition(String topic, int partition, long firstOffset, long endOffset, long redriveOffset) {}
