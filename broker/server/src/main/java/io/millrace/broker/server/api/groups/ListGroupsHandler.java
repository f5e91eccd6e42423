package io.millrace.broker.server.api.groups;

import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.server.hosting.ShardHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;
import org.apache.kafka.common.resource.ResourceType;

/** ListGroups 0-5: the groups of every shard on this broker, of which the client sees those that it may describe. */
final class ListGroupsHandler implements ApiHandler<ListGroupsRequestData> {

    private final GroupRoute groups;

    ListGroupsHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ListGroupsRequestData request) {
        boolean all = groups.access().clusterQuietly(context, AclOperation.DESCRIBE);
        List<CompletableFuture<List<ListedGroup>>> listed =
                groups.all().stream().map(shard -> list(shard, request)).toList();
        return CompletableFuture.allOf(listed.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            var response = new ListGroupsResponseData();
            if (failure != null) {
                return new Answer.Message(
                        response.setErrorCode(ErrorMapping.of(failure).error().code()));
            }
            listed.forEach(shard -> shard.join().stream()
                    .filter(group -> all || isVisible(context, group))
                    .forEach(response.groups()::add));
            return new Answer.Message(response);
        });
    }

    private boolean isVisible(RequestContext context, ListedGroup group) {
        return groups.access().mayQuietly(context, AclOperation.DESCRIBE, ResourceType.GROUP, group.groupId());
    }

    private static CompletableFuture<List<ListedGroup>> list(
            ShardHost<GroupShard> host, ListGroupsRequestData request) {
        return host.read(shard -> shard.list(request.statesFilter(), request.typesFilter()));
    }
}
