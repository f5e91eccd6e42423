package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.decision.CoordinatorShard;
import io.millrace.broker.coordinator.decision.Decision;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shards of one internal topic on this broker: one for each partition of it that this broker leads. */
final class CoordinatorShards<S extends CoordinatorShard> implements PartitionListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(CoordinatorShards.class);
    private static final int MAX_DOUBLINGS = 6;

    /** A shard that has served for so long has come back to life: its next failure counts as the first. */
    private static final long STEADY_MS = 60_000;

    private final String topic;
    private final Birth<S> birth;
    private final Executor loader;
    private final long firstReloadMs;
    private final Map<Integer, ShardHost<S>> shards = new ConcurrentHashMap<>();

    /** How a shard comes to be hosted. */
    @FunctionalInterface
    interface Birth<S extends CoordinatorShard> {

        /** An empty shard over this partition. */
        ShardHost<S> host(PartitionHost partition, ShardFailureListener<S> onFailure);
    }

    /** Loads shards on this executor. */
    CoordinatorShards(String topic, Birth<S> birth, Executor loader, long firstReloadMs) {
        this.topic = topic;
        this.birth = birth;
        this.loader = loader;
        this.firstReloadMs = firstReloadMs;
    }

    /** Any thread. The shard of this partition, if this broker has it. */
    Optional<ShardHost<S>> find(int partition) {
        return Optional.ofNullable(shards.get(partition));
    }

    /** Any thread. All shards here. */
    Collection<ShardHost<S>> all() {
        return shards.values();
    }

    @Override
    public void leading(PartitionHost host) {
        if (topic.equals(host.log().topic())) {
            ShardHost<S> shard = shardAfter(host, 0);
            ShardHost<S> previous = shards.put(host.log().partition(), shard);
            if (previous != null) {
                previous.drop();
            }
            loader.execute(shard::load);
        }
    }

    private ShardHost<S> shardAfter(PartitionHost host, int failures) {
        return birth.host(host, (failed, owed) -> replace(host, failed, failures, owed));
    }

    /** On the partition's loop. The log has the truth; a shard that fails again and again reads it ever less often. */
    private void replace(
            PartitionHost host, ShardHost<S> failed, int earlierFailures, List<Function<S, Decision>> owed) {
        int failures = failed.activeMs() >= STEADY_MS ? 0 : earlierFailures;
        int partition = host.log().partition();
        ShardHost<S> next = shardAfter(host, Math.min(MAX_DOUBLINGS, failures + 1));
        next.owe(owed);
        if (!shards.replace(partition, failed, next)) {
            return;
        }
        long delayMs = firstReloadMs << failures;
        LOGGER.warn(
                "A coordinator shard will be loaded again. topic={} partition={} delayMs={}",
                topic,
                partition,
                delayMs);
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
        if (topic.equals(host.log().topic())) {
            ShardHost<S> shard = shards.remove(host.log().partition());
            if (shard != null) {
                shard.drop();
            }
        }
    }

    /** Whoever waits is sent to look for the coordinator, and learns that there is none for now. */
    @Override
    public void offline(PartitionHost host) {
        gone(host);
    }
}
