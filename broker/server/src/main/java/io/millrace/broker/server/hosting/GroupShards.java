package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.GroupConfig;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/** The coordinator shards on this broker: one for each partition of {@code __consumer_offsets} that it leads. */
public final class GroupShards implements PartitionListener {

    private final GroupConfig config;
    private final Executor loader;
    private final InstantSource clock;
    private final Map<Integer, ShardHost> shards = new ConcurrentHashMap<>();

    /** Loads shards on this executor. */
    public GroupShards(GroupConfig config, Executor loader, InstantSource clock) {
        this.config = config;
        this.loader = loader;
        this.clock = clock;
    }

    /** The partition of the offsets topic to which a group belongs, by Kafka's rule. */
    public static int partitionOf(String groupId, int partitionCount) {
        return Utils.abs(groupId.hashCode()) % partitionCount;
    }

    /** Any thread. The shard of this partition, if this broker has it. */
    public Optional<ShardHost> find(int partition) {
        return Optional.ofNullable(shards.get(partition));
    }

    /** Any thread. All shards here. */
    public Collection<ShardHost> all() {
        return shards.values();
    }

    @Override
    public void leading(PartitionHost host) {
        if (Topic.GROUP_METADATA_TOPIC_NAME.equals(host.log().topic())) {
            var shard = new ShardHost(host, config, clock);
            ShardHost previous = shards.put(host.log().partition(), shard);
            if (previous != null) {
                previous.drop();
            }
            loader.execute(shard::load);
        }
    }

    @Override
    public void gone(PartitionHost host) {
        if (Topic.GROUP_METADATA_TOPIC_NAME.equals(host.log().topic())) {
            ShardHost shard = shards.remove(host.log().partition());
            if (shard != null) {
                shard.drop();
            }
        } else if (host.log().partition() == 0) {
            // A topic goes as a whole, so its first partition speaks for all of them.
            List<String> names = List.of(host.log().topic());
            shards.values().forEach(shard -> shard.change(loaded -> loaded.topicsDeleted(names, clock.millis())));
        }
    }
}
