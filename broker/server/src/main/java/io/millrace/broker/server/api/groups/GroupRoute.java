package io.millrace.broker.server.api.groups;

import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.GroupShards;
import io.millrace.broker.server.hosting.ShardHost;
import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.NotCoordinatorException;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/** The way from a group id to the shard that holds the group, and from its failures to error codes. */
public final class GroupRoute {

    private final Access access;
    private final ClusterMetadata cluster;
    private final GroupShards shards;

    public GroupRoute(Access access, ClusterMetadata cluster, GroupShards shards) {
        this.access = access;
        this.cluster = cluster;
        this.shards = shards;
    }

    /** Who may do what with a group, for the handlers that cannot say it in {@link #answer}. */
    Access access() {
        return access;
    }

    /**
     * Asks the group's shard, if the client may do what is needed with the group, and answers with its response, or
     * with what {@code refusal} makes of an error.
     */
    CompletableFuture<Answer> answer(
            RequestContext context,
            AclOperation needed,
            String groupId,
            ShardHost.Operation<GroupShard> operation,
            Function<Errors, ApiMessage> refusal) {
        if (!access.group(context, needed, groupId)) {
            return Answer.now(refusal.apply(Errors.GROUP_AUTHORIZATION_FAILED));
        }
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
