package io.millrace.broker.server.api.groups;

import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.hosting.ShardHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The way from a group id to the shard that holds the group, and from its failures to error codes. */
public final class GroupRoute {

    private final ClusterMetadata cluster;
    private final GroupShards shards;

    public GroupRoute(ClusterMetadata cluster, GroupShards shards) {
        this.cluster = cluster;
        this.shards = shards;
    }

    /** Asks the group's shard and answers with its response, or with what {@code refusal} makes of an error. */
    CompletableFuture<Answer> answer(
            RequestContext context,
            String groupId,
            ShardHost.Operation<GroupShard> operation,
            Function<Errors, ApiMessage> refusal) {
        return decide(context, groupId, operation)
                .handle((response, failure) -> new Answer.Message(
                        failure == null
                                ? response
                                : refusal.apply(ErrorMapping.of(failure).error())));
    }

    CompletableFuture<ApiMessage> decide(
            RequestContext context, String groupId, ShardHost.Operation<GroupShard> operation) {
        var client = new ShardHost.Client(
                context.version(),
                context.head().clientId(),
                "/" + context.peer().address().getHostAddress());
        try {
            return shard(groupId).decide(client, operation);
        } catch (RuntimeException unreachable) {
            return CompletableFuture.failedFuture(unreachable);
        }
    }

    <T> CompletableFuture<T> read(String groupId, Function<GroupShard, T> read) {
        try {
            return shard(groupId).read(read);
        } catch (RuntimeException unreachable) {
            return CompletableFuture.failedFuture(unreachable);
        }
    }

    Collection<ShardHost<GroupShard>> all() {
        return shards.all();
    }

    ShardHost<GroupShard> shard(String groupId) {
        if (groupId == null) {
            throw new InvalidGroupIdException("The group id is null.");
        }
        var topic = cluster.image()
                .topics()
                .find(Topic.GROUP_METADATA_TOPIC_NAME)
                .orElseThrow(() -> new CoordinatorNotAvailableException("No group was ever made here."));
        int partition = GroupShards.partitionOf(groupId, topic.partitions().size());
        return shards.find(partition).orElseThrow(() -> new NotCoordinatorException("The group is elsewhere."));
    }
}
