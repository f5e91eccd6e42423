package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.Decision;
import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.shard.GroupShard;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The coordinator shards on this broker: one for each partition of {@code __consumer_offsets} that it leads. */
public final class GroupShards implements PartitionListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupShards.class);
    private static final int MAX_DOUBLINGS = 6;

    /** A shard that has served for so long has come back to life: its next failure counts as the first. */
    private static final long STEADY_MS = 60_000;

    /** From one second to about a minute. */
    private static final long FIRST_RELOAD_MS = 1_000;

    private final GroupConfig config;
    private final Executor loader;
    private final InstantSource clock;
    private final long firstReloadMs;
    private final Map<Integer, ShardHost> shards = new ConcurrentHashMap<>();

    /** Loads shards on this executor. */
    public GroupShards(GroupConfig config, Executor loader, InstantSource clock) {
        this(config, loader, clock, FIRST_RELOAD_MS);
    }

    GroupShards(GroupConfig config, Executor loader, InstantSource clock, long firstReloadMs) {
        this.config = config;
        this.loader = loader;
        this.clock = clock;
        this.firstReloadMs = firstReloadMs;
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
            ShardHost shard = shardAfter(host, 0);
            ShardHost previous = shards.put(host.log().partition(), shard);
            if (previous != null) {
                previous.drop();
            }
            loader.execute(shard::load);
        }
    }

    private ShardHost shardAfter(PartitionHost host, int failures) {
        return new ShardHost(host, config, clock, (failed, owed) -> replace(host, failed, failures, owed));
    }

    /** On the partition's loop. The log has the truth; a shard that fails again and again reads it ever less often. */
    private void replace(
            PartitionHost host, ShardHost failed, int earlierFailures, List<Function<GroupShard, Decision>> owed) {
        int failures = failed.activeMs() >= STEADY_MS ? 0 : earlierFailures;
        int partition = host.log().partition();
        ShardHost next = shardAfter(host, Math.min(MAX_DOUBLINGS, failures + 1));
        next.owe(owed);
        if (!shards.replace(partition, failed, next)) {
            return;
        }
        long delayMs = firstReloadMs << failures;
        LOGGER.warn("A coordinator shard will be loaded again. partition={} delayMs={}", partition, delayMs);
        host.loop()
                .schedule(
                        () -> {
                            if (shards.get(partition) == next) {
                                loader.execute(next::load);
                            }
                        },
                        delayMs);
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
