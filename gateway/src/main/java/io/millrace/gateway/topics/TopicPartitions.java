package io.millrace.gateway.topics;

import java.util.List;
import org.apache.kafka.common.Uuid;

/** A topic as the cluster describes it. */
public record TopicPartitions(String name, Uuid id, boolean internal, List<Partition> partitions) {
    /** One partition; {@code leader} is null while there is none. */
    public record Partition(int number, Integer leader, List<Integer> replicas, List<Integer> inSync) {}
}
