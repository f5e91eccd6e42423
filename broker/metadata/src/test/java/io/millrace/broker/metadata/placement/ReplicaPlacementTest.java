package io.millrace.broker.metadata.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.metadata.MetadataDriver;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReplicaPlacementTest {
    @Test
    void spreadsLeadersAndReplicasEvenly() {
        // Given
        MetadataDriver cluster = MetadataDriver.withBrokers(5);
        // When
        for (int number = 0; number < 13; number++) {
            cluster.create(cluster.topic("t" + number, 1 + number, 1 + number % 3));
        }
        // Then
        assertThat(spread(cluster, partition -> List.of(partition.leader()))).isLessThanOrEqualTo(1);
        assertThat(spread(cluster, PartitionImage::replicas)).isLessThanOrEqualTo(2);
    }

    @Test
    void placesAlikeForEqualImages() {
        // Given
        MetadataDriver left = MetadataDriver.withBrokers(4);
        MetadataDriver right = MetadataDriver.withBrokers(4);
        // When
        left.create(left.topic("t", 20, 3));
        right.create(right.topic("t", 20, 3));
        // Then
        assertThat(left.image).isEqualTo(right.image);
        assertThat(left.image.runningHash()).isEqualTo(right.image.runningHash());
    }

    @Test
    void fillsANewBrokerFirst() {
        // Given
        MetadataDriver cluster = MetadataDriver.withBrokers(2);
        cluster.create(cluster.topic("old", 6, 2));
        cluster.submit(cluster.registration(3));
        // When
        cluster.create(cluster.topic("new", 3, 1));
        // Then
        assertThat(cluster.image.topics().find("new").orElseThrow().partitions())
                .allMatch(partition -> partition.leader() == 3);
    }

    private static int spread(MetadataDriver cluster, Function<PartitionImage, List<Integer>> holders) {
        Map<Integer, Integer> counts = new TreeMap<>();
        cluster.image.brokers().keySet().forEach(brokerId -> counts.put(brokerId, 0));
        for (TopicImage topic : cluster.image.topics().byName().values()) {
            topic.partitions().forEach(partition -> holders.apply(partition)
                    .forEach(brokerId -> counts.merge(brokerId, 1, Integer::sum)));
        }
        return Collections.max(counts.values()) - Collections.min(counts.values());
    }
}
