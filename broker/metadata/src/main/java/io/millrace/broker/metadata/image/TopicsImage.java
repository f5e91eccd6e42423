package io.millrace.broker.metadata.image;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** All topics, found by name and by id; both maps hold the same topics, in the order of their keys. */
public record TopicsImage(SortedMap<String, TopicImage> byName, SortedMap<Uuid, TopicImage> byId) {
    public static final TopicsImage EMPTY = new TopicsImage(new TreeMap<>(), new TreeMap<>());

    public TopicsImage {
        byName = Collections.unmodifiableSortedMap(byName);
        byId = Collections.unmodifiableSortedMap(byId);
    }

    public Optional<TopicImage> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<TopicImage> find(Uuid id) {
        return Optional.ofNullable(byId.get(id));
    }

    public int count() {
        return byName.size();
    }

    public int partitionCount() {
        return byName.values().stream()
                .mapToInt(topic -> topic.partitions().size())
                .sum();
    }
}
