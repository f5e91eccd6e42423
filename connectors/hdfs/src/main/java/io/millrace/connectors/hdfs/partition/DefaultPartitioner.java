package io.millrace.connectors.hdfs.partition;

import org.apache.kafka.connect.sink.SinkRecord;

/** One folder for each Kafka partition. */
final class DefaultPartitioner implements Partitioner {

    @Override
    public String encodedPartition(SinkRecord given, long nowMs) {
        return "partition=" + given.originalKafkaPartition();
    }
}
