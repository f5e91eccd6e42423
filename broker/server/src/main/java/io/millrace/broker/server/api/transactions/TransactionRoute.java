package io.millrace.broker.server.api.transactions;

import io.millrace.broker.coordinator.transaction.AddPartitions;
import io.millrace.broker.coordinator.transaction.TransactionShard;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.hosting.ShardHost;
import io.millrace.broker.server.hosting.TransactionShards;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The way from a transactional id to the shard that holds it, and from its failures to error codes. */
public final class TransactionRoute {

    private final ClusterMetadata cluster;
    private final TransactionShards shards;

    public TransactionRoute(ClusterMetadata cluster, TransactionShards shards) {
        this.cluster = cluster;
        this.shards = shards;
    }

    /** Asks the shard and answers with its response, or with what {@code refusal} makes of an error. */
    CompletableFuture<Answer> answer(
            RequestContext context,
            String transactionalId,
            ShardHost.Operation<TransactionShard> operation,
            Function<Errors, ApiMessage> refusal) {
        return decide(context.version(), transactionalId, operation)
                .handle((response, failure) -> new Answer.Message(
                        failure == null
                                ? response
                                : refusal.apply(ErrorMapping.of(failure).error())));
    }

    CompletableFuture<ApiMessage> decide(
            short version, String transactionalId, ShardHost.Operation<TransactionShard> operation) {
        try {
            return shard(transactionalId).decide(new ShardHost.Client(version, "", ""), operation);
        } catch (RuntimeException unreachable) {
            return CompletableFuture.failedFuture(unreachable);
        }
    }

    <T> CompletableFuture<T> read(String transactionalId, Function<TransactionShard, T> read) {
        try {
            return shard(transactionalId).read(read);
        } catch (RuntimeException unreachable) {
            return CompletableFuture.failedFuture(unreachable);
        }
    }

    /** Makes partitions part of a transaction; never fails. */
    CompletableFuture<Errors> add(AddPartitions.Request request) {
        return decide(
                        (short) 0,
                        request.transactionalId(),
                        (shard, caller, nowMs) -> shard.addPartitions(caller, request, nowMs))
                .handle((response, failure) -> failure == null
                        ? Errors.forCode(((AddPartitionsToTxnResponseData) response).errorCode())
                        : ErrorMapping.of(failure).error());
    }

    /** Whether partitions are part of a transaction. */
    CompletableFuture<Map<TopicPartition, Errors>> verify(AddPartitions.Request request) {
        return read(request.transactionalId(), shard -> shard.verify(request));
    }

    Collection<ShardHost<TransactionShard>> all() {
        return shards.all();
    }

    private ShardHost<TransactionShard> shard(String transactionalId) {
        if (transactionalId == null || transactionalId.isEmpty()) {
            throw new InvalidRequestException("The transactional id is empty.");
        }
        var topic = cluster.image()
                .topics()
                .find(Topic.TRANSACTION_STATE_TOPIC_NAME)
                .orElseThrow(() -> new CoordinatorNotAvailableException("No transaction was ever made here."));
        int partition =
                GroupShards.partitionOf(transactionalId, topic.partitions().size());
        return shards.find(partition)
                .orElseThrow(() -> new NotCoordinatorException("The transactional id is elsewhere."));
    }
}
