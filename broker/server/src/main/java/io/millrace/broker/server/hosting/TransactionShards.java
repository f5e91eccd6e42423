package io.millrace.broker.server.hosting;

import io.millrace.broker.coordinator.transaction.FreshProducerIds;
import io.millrace.broker.coordinator.transaction.TransactionConfig;
import io.millrace.broker.coordinator.transaction.TransactionShard;
import io.millrace.broker.metadata.image.MetadataImage;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.kafka.common.internals.Topic;

/** The transaction coordinators on this broker: one for each partition of {@code __transaction_state} that it leads. */
public final class TransactionShards implements PartitionListener {

    private static final long FIRST_RELOAD_MS = 1_000;

    private final CoordinatorShards<TransactionShard> shards;

    /**
     * Where transactions are coordinated.
     *
     * @param partitions where markers go
     * @param image empty until this broker knows what the cluster knew when it started
     * @param ids ids for new producers
     */
    public record Site(PartitionTable partitions, Supplier<Optional<MetadataImage>> image, FreshProducerIds ids) {}

    /** Loads shards on this executor. */
    public TransactionShards(TransactionConfig config, Site site, Executor loader, SteadyClock clock) {
        var markers = new MarkerWriter(site.partitions(), site.image());
        this.shards = new CoordinatorShards<>(
                Topic.TRANSACTION_STATE_TOPIC_NAME,
                (partition, onFailure) -> {
                    var shard = new TransactionShard(config, site.ids());
                    return new ShardHost<>(
                            partition,
                            shard,
                            () -> shard.wallAhead(clock.wallAheadMs()),
                            config.maxDecisionBytes(),
                            clock,
                            markers::write,
                            onFailure);
                },
                loader,
                FIRST_RELOAD_MS);
    }

    /** Any thread. The shard of this partition, if this broker has it. */
    public Optional<ShardHost<TransactionShard>> find(int partition) {
        return shards.find(partition);
    }

    /** Any thread. All shards here. */
    public Collection<ShardHost<TransactionShard>> all() {
        return shards.all();
    }

    @Override
    public void leading(PartitionHost host) {
        shards.leading(host);
    }

    @Override
    public void gone(PartitionHost host) {
        shards.gone(host);
    }

    @Override
    public void offline(PartitionHost host) {
        shards.offline(host);
    }
}
