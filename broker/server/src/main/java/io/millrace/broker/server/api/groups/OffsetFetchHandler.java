package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;

/**
 * OffsetFetch 1-10: committed offsets, of one group up to version 7 and of several from version 8 on, by topic id from
 * version 10 on. A partition without one has offset -1 and no error.
 */
final class OffsetFetchHandler implements ApiHandler<OffsetFetchRequestData> {

    private static final short FIRST_VERSION_WITH_GROUPS = 8;
    private static final short FIRST_VERSION_WITH_GROUP_ERROR = 2;

    private final BrokerServices services;
    private final GroupRoute groups;

    OffsetFetchHandler(BrokerServices services, GroupRoute groups) {
        this.services = services;
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, OffsetFetchRequestData request) {
        if (context.version() < FIRST_VERSION_WITH_GROUPS) {
            OffsetFetchRequestGroup single = single(request);
            return fetch(context, single, request.requireStable())
                    .thenApply(group -> new Answer.Message(flat(context, single, group)));
        }
        List<CompletableFuture<OffsetFetchResponseGroup>> fetched = request.groups().stream()
                .map(group -> context.version() >= OffsetTopicIds.FIRST_VERSION
                        ? fetchById(context, group, request.requireStable())
                        : fetch(context, group, request.requireStable()))
                .toList();
        return CompletableFuture.allOf(fetched.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var response = new OffsetFetchResponseData();
                    fetched.forEach(group -> response.groups().add(group.join()));
                    return new Answer.Message(response);
                });
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetchById(
            RequestContext context, OffsetFetchRequestGroup group, boolean requireStable) {
        var ids = new OffsetTopicIds(services.cluster().image(), group);
        return fetch(context, ids.named(), requireStable).thenApply(ids::identified);
    }

    private CompletableFuture<OffsetFetchResponseGroup> fetch(
            RequestContext context, OffsetFetchRequestGroup group, boolean requireStable) {
        if (!groups.access().group(context, AclOperation.DESCRIBE, group.groupId())) {
            return CompletableFuture.completedFuture(new OffsetFetchResponseGroup()
                    .setGroupId(group.groupId())
                    .setErrorCode(Errors.GROUP_AUTHORIZATION_FAILED.code()));
        }
        var visible = VisibleOffsets.of(groups.access(), context, group);
        return groups.read(group.groupId(), shard -> shard.fetchOffsets(visible.asked(), requireStable))
                .thenApply(visible::complete)
                .exceptionally(failure -> new OffsetFetchResponseGroup()
                        .setGroupId(group.groupId())
                        .setErrorCode(ErrorMapping.of(failure).error().code()));
    }

    private static OffsetFetchRequestGroup single(OffsetFetchRequestData request) {
        var group = new OffsetFetchRequestGroup().setGroupId(request.groupId());
        if (request.topics() == null) {
            return group.setTopics(null);
        }
        return group.setTopics(request.topics().stream()
                .map(topic -> new OffsetFetchRequestTopics()
                        .setName(topic.name())
                        .setPartitionIndexes(topic.partitionIndexes()))
                .toList());
    }

    private static OffsetFetchResponseData flat(
            RequestContext context, OffsetFetchRequestGroup asked, OffsetFetchResponseGroup group) {
        var response = new OffsetFetchResponseData().setErrorCode(group.errorCode());
        if (group.errorCode() != Errors.NONE.code() && context.version() < FIRST_VERSION_WITH_GROUP_ERROR) {
            // Version 1 has no place for the error of a group, so each partition carries it.
            return new OffsetFetchResponseData().setTopics(refused(asked, group.errorCode()));
        }
        for (OffsetFetchResponseTopics topic : group.topics()) {
            response.topics()
                    .add(new OffsetFetchResponseTopic()
                            .setName(topic.name())
                            .setPartitions(topic.partitions().stream()
                                    .map(OffsetFetchHandler::flat)
                                    .toList()));
        }
        return response;
    }

    private static OffsetFetchResponsePartition flat(OffsetFetchResponsePartitions partition) {
        return new OffsetFetchResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setCommittedOffset(partition.committedOffset())
                .setCommittedLeaderEpoch(partition.committedLeaderEpoch())
                .setMetadata(partition.metadata())
                .setErrorCode(partition.errorCode());
    }

    private static List<OffsetFetchResponseTopic> refused(OffsetFetchRequestGroup asked, short errorCode) {
        List<OffsetFetchResponseTopic> topics = new ArrayList<>();
        asked.topics()
                .forEach(topic -> topics.add(new OffsetFetchResponseTopic()
                        .setName(topic.name())
                        .setPartitions(topic.partitionIndexes().stream()
                                .map(index -> new OffsetFetchResponsePartition()
                                        .setPartitionIndex(index)
                                        .setCommittedOffset(-1)
                                        .setMetadata("")
                                        .setErrorCode(errorCode))
                                .toList())));
        return topics;
    }
}
