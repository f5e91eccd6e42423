package io.millrace.broker.server.api.groups;

import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.server.hosting.ShardHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ListGroupsRequestData;
import org.apache.kafka.common.message.ListGroupsResponseData;
import org.apache.kafka.common.message.ListGroupsResponseData.ListedGroup;

/** ListGroups 0-5: the groups of every shard on this broker. */
final class ListGroupsHandler implements ApiHandler<ListGroupsRequestData> {

    private final GroupRoute groups;

    ListGroupsHandler(GroupRoute groups) {
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ListGroupsRequestData request) {
        List<CompletableFuture<List<ListedGroup>>> listed =
                groups.all().stream().map(shard -> list(shard, request)).toList();
        return CompletableFuture.allOf(listed.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            var response = new ListGroupsResponseData();
            if (failure != null) {
                return new Answer.Message(
                        response.setErrorCode(ErrorMapping.of(failure).error().code()));
            }
            listed.forEach(shard -> response.groups().addAll(shard.join()));
            return new Answer.Message(response);
        });
    }

    private static CompletableFuture<List<ListedGroup>> list(
            ShardHost<GroupShard> host, ListGroupsRequestData request) {
        return host.read(shard -> shard.list(request.statesFilter(), request.typesFilter()));
    }
}
