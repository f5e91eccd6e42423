package io.millrace.connectors.hdfs.commit;

import org.apache.kafka.common.TopicPartition;

/** How an operator says where a partition is to be read from; for messages about what only an operator can decide. */
public final class OffsetRequest {

    private OffsetRequest() {}

    /** The requests of the worker's REST interface, in their order. */
    public static String text(Territory territory, TopicPartition partition, long offset) {
        String connector = "/connectors/" + territory.connector();
        return "PUT " + connector + "/stop, PATCH " + connector
                + "/offsets {\"offsets\": [{\"partition\": {\"kafka_topic\": \"" + partition.topic()
                + "\", \"kafka_partition\": " + partition.partition() + "}, \"offset\": {\"kafka_offset\": " + offset
                + "}}]}, PUT " + connector + "/resume";
    }
}
