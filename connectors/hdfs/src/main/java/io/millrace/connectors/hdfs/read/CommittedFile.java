package io.millrace.connectors.hdfs.read;

import org.apache.hadoop.fs.Path;

/**
 * A final file of a topic.
 *
 * @param path where it is
 * @param encodedPartition its folder below that of the topic, empty when it is directly in it
 * @param partition the Kafka partition
 * @param startOffset the offset of its first record
 * @param endOffset the offset of its last record
 */
public record CommittedFile(Path path, String encodedPartition, int partition, long startOffset, long endOffset) {}
