package io.millrace.broker.server.hosting;

import io.millrace.broker.metadata.image.ConfigTarget;
import io.millrace.broker.metadata.image.ImageDraft;
import io.millrace.broker.metadata.image.LogPosition;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** Images of a cluster of one broker, made without a quorum. */
public final class Images {

    public static final int BROKER_ID = 1;

    private final SortedMap<Uuid, TopicImage> byId = new TreeMap<>();
    private final SortedMap<ConfigTarget, SortedMap<String, String>> configs = new TreeMap<>();

    /** A topic whose id is this number, so that topics come in the order of their numbers. */
    public Images topic(int number, String name, int partitionCount, int leaderEpoch) {
        List<PartitionImage> partitions = new ArrayList<>();
        for (int partition = 0; partition < partitionCount; partition++) {
            partitions.add(new PartitionImage(
                    partition, List.of(BROKER_ID), List.of(BROKER_ID), BROKER_ID, leaderEpoch, leaderEpoch));
        }
        var topic = new TopicImage(id(number), name, partitions);
        byId.put(topic.id(), topic);
        return this;
    }

    /** Whatever the cluster would say about it. */
    public Images config(String topic, String name, String value) {
        configs.put(ConfigTarget.topic(topic), new TreeMap<>(Map.of(name, value)));
        return this;
    }

    public MetadataImage build() {
        var draft = new ImageDraft(MetadataImage.EMPTY);
        draft.foundCluster("cluster", 1);
        byId.values().forEach(draft::putTopic);
        configs.forEach(
                (target, values) -> values.forEach((name, value) -> draft.putConfig(target, name, Optional.of(value))));
        return draft.build(LogPosition.START);
    }

    public static Uuid id(int number) {
        return new Uuid(1, number);
    }
}
