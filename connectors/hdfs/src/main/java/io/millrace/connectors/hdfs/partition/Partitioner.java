package io.millrace.connectors.hdfs.partition;

import org.apache.kafka.connect.sink.SinkRecord;

/** Names the folder of a record below the folder of its topic. */
public interface Partitioner {

    /**
     * Encoded names with slashes between them.
     *
     * @throws org.apache.kafka.connect.errors.DataException when the record lacks what the name is made of
     */
    String encodedPartition(SinkRecord given, long nowMs);
}
