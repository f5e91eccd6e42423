package io.millrace.gateway.topics;

import java.util.List;

/** A topic as the cluster describes it. */
public record TopicPartitions(String name, boolean internal, List<Partition> partitions) {
    /** One partition; {@code leader} is null while there is none. */
    public record Partition(int number, Integer leader, List<Integer> replicas, List<Integer> inSync) {}
}
