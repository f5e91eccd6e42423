package io.millrace.broker.server.hosting;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.protocol.Errors;

/**
 * The partitions on this broker, found by topic id and number, and those of which it only knows that they lie in a data
 * directory that is offline. Any thread may look; one thread changes it.
 */
public final class PartitionTable {

    private final Map<Key, PartitionHost> hosts = new ConcurrentHashMap<>();
    private final Set<Key> offline = ConcurrentHashMap.newKeySet();

    record Key(Uuid topicId, int partition) {}

    /** Empty when this broker has no replica of it. */
    public Optional<PartitionHost> find(Uuid topicId, int partition) {
        return Optional.ofNullable(hosts.get(new Key(topicId, partition)));
    }

    /** All of them, as of now. */
    public Collection<PartitionHost> all() {
        return hosts.values();
    }

    /** Whether it is here, and cannot be used. */
    public boolean isOffline(Uuid topicId, int partition) {
        return offline.contains(new Key(topicId, partition));
    }

    /** What to say of a partition that {@link #find} does not have. */
    public Errors absence(Uuid topicId, int partition) {
        return isOffline(topicId, partition) ? Errors.KAFKA_STORAGE_ERROR : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    void takeOffline(Uuid topicId, int partition) {
        Key key = new Key(topicId, partition);
        offline.add(key);
        hosts.remove(key);
    }

    /** Forgets the partitions that are offline and not wanted any more. */
    void keepOffline(BiPredicate<Uuid, Integer> wanted) {
        offline.removeIf(key -> !wanted.test(key.topicId(), key.partition()));
    }

    void put(PartitionHost host) {
        hosts.put(new Key(host.log().topicId(), host.log().partition()), host);
    }

    void remove(PartitionHost host) {
        hosts.remove(new Key(host.log().topicId(), host.log().partition()), host);
    }
}
