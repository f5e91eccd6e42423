package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.coordinator.topology.Topology;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;

/** The group coordinators on this broker: one for each partition of {@code __consumer_offsets} that it leads. */
public final class GroupShards implements PartitionListener {

    /** From one second to about a minute. */
    private static final long FIRST_RELOAD_MS = 1_000;

    private final SteadyClock clock;
    private final CoordinatorShards<GroupShard> shards;

    /** Loads shards on this executor; they see the cluster as the newest of these images shows it. */
    public GroupShards(GroupConfig config, Supplier<MetadataImage> images, Executor loader, SteadyClock clock) {
        this(config, images, loader, clock, FIRST_RELOAD_MS);
    }

    GroupShards(
            GroupConfig config,
            Supplier<MetadataImage> images,
            Executor loader,
            SteadyClock clock,
            long firstReloadMs) {
        this.clock = clock;
        Supplier<Topology> cluster = new ImageTopology.Source(images);
        this.shards = new CoordinatorShards<>(
                Topic.GROUP_METADATA_TOPIC_NAME,
                (partition, onFailure) -> {
                    var shard = new GroupShard(config);
                    return new ShardHost<>(
                            partition,
                            shard,
                            () -> {
                                shard.topology(cluster.get());
                                shard.wallAhead(clock.wallAheadMs());
                            },
                            config.maxDecisionBytes(),
                            clock,
                            (leader, markers) -> {},
                            onFailure);
                },
                loader,
                firstReloadMs);
    }

    /** The partition of the offsets topic to which a group belongs, by Kafka's rule. */
    public static int partitionOf(String groupId, int partitionCount) {
        return Utils.abs(groupId.hashCode()) % partitionCount;
    }

    /** Any thread. The shard of this partition, if this broker has it. */
    public Optional<ShardHost<GroupShard>> find(int partition) {
        return shards.find(partition);
    }

    /** Any thread. All shards here. */
    public Collection<ShardHost<GroupShard>> all() {
        return shards.all();
    }

    @Override
    public void leading(PartitionHost host) {
        shards.leading(host);
    }

    @Override
    public void gone(PartitionHost host) {
        shards.gone(host);
        if (!Topic.isInternal(host.log().topic()) && host.log().partition() == 0) {
            // A topic goes as a whole, so its first partition speaks for all of them.
            List<String> names = List.of(host.log().topic());
            all().forEach(shard -> shard.change(loaded -> loaded.topicsDeleted(names, clock.millis())));
        }
    }

    @Override
    public void offline(PartitionHost host) {
        shards.offline(host);
    }
}
