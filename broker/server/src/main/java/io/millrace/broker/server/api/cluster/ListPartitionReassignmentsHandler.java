package io.millrace.broker.server.api.cluster;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.RequestContext;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ListPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.ListPartitionReassignmentsResponseData;

/** ListPartitionReassignments 0: no replica moves, so there is never one to list. */
final class ListPartitionReassignmentsHandler implements ApiHandler<ListPartitionReassignmentsRequestData> {

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ListPartitionReassignmentsRequestData request) {
        return Answer.now(new ListPartitionReassignmentsResponseData());
    }
}
