package io.millrace.broker.server.hosting;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Uuid;

/** The partitions on this broker, found by topic id and number. Any thread may look; one thread changes it. */
public final class PartitionTable {

    private final Map<Key, PartitionHost> hosts = new ConcurrentHashMap<>();

    record Key(Uuid topicId, int partition) {}

    /** Empty when this broker has no replica of it. */
    public Optional<PartitionHost> find(Uuid topicId, int partition) {
        return Optional.ofNullable(hosts.get(new Key(topicId, partition)));
    }

    /** All of them, as of now. */
    public Collection<PartitionHost> all() {
        return hosts.values();
    }

    void put(PartitionHost host) {
        hosts.put(new Key(host.log().topicId(), host.log().partition()), host);
    }

    void remove(PartitionHost host) {
        hosts.remove(new Key(host.log().topicId(), host.log().partition()), host);
    }
}
