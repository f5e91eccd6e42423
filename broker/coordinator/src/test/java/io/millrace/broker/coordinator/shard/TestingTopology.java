package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.topology.Topology;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.Uuid;

/** A cluster that a test describes. */
final class TestingTopology implements Topology {
    private final long version;
    private final SortedMap<String, Topic> topics = new TreeMap<>();
    private final Map<String, String> configs = new HashMap<>();

    TestingTopology() {
        this(0);
    }

    private TestingTopology(long version) {
        this.version = version;
    }

    static Uuid id(String name) {
        return new Uuid(1_000, name.hashCode());
    }

    TestingTopology with(String name, int partitions) {
        return with(id(name), name, partitions);
    }

    TestingTopology with(Uuid id, String name, int partitions) {
        TestingTopology next = next();
        next.topics.put(name, new Topic(id, name, partitions));
        return next;
    }

    TestingTopology without(String name) {
        TestingTopology next = next();
        next.topics.remove(name);
        return next;
    }

    TestingTopology withGroupConfig(String name, String value) {
        TestingTopology next = next();
        next.configs.put(name, value);
        return next;
    }

    private TestingTopology next() {
        TestingTopology next = new TestingTopology(version + 1);
        next.topics.putAll(topics);
        next.configs.putAll(configs);
        return next;
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public Optional<Topic> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    @Override
    public Optional<Topic> topic(Uuid id) {
        return topics.values().stream().filter(topic -> topic.id().equals(id)).findFirst();
    }

    @Override
    public Collection<String> topicNames() {
        return topics.keySet();
    }

    @Override
    public Map<String, String> groupConfigs(String groupId) {
        return configs;
    }
}
