package io.millrace.broker.metadata.image;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** A topic and its partitions, which are numbered from 0 without gaps. */
public record TopicImage(Uuid id, String name, List<PartitionImage> partitions) {

    public TopicImage {
        partitions = List.copyOf(partitions);
    }

    public Optional<PartitionImage> partition(int partition) {
        return partition >= 0 && partition < partitions.size()
                ? Optional.of(partitions.get(partition))
                : Optional.empty();
    }

    public int replicationFactor() {
        return partitions.isEmpty() ? 0 : partitions.get(0).replicas().size();
    }
}
