package io.millrace.broker.server.api.topics;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.DescribeTopicPartitionsRequestData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.Cursor;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponsePartition;
import org.apache.kafka.common.message.DescribeTopicPartitionsResponseData.DescribeTopicPartitionsResponseTopic;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/** DescribeTopicPartitions 0: topics in the order of their names, a page at a time, with a cursor to the next page. */
final class DescribeTopicPartitionsHandler implements ApiHandler<DescribeTopicPartitionsRequestData> {

    private final BrokerServices services;

    DescribeTopicPartitionsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeTopicPartitionsRequestData request) {
        MetadataImage image = services.cluster().image();
        SortedSet<String> names = new TreeSet<>();
        request.topics().forEach(topic -> names.add(topic.name()));
        if (names.isEmpty()) {
            names.addAll(image.topics().byName().keySet());
            names.removeIf(
                    name -> !services.access().mayQuietly(context, AclOperation.DESCRIBE, ResourceType.TOPIC, name));
        }
        if (request.cursor() != null && request.cursor().partitionIndex() < 0) {
            return Answer.now(refusedAll(request));
        }
        String firstName = request.cursor() == null ? "" : request.cursor().topicName();
        var response = new DescribeTopicPartitionsResponseData();
        int left = Math.min(services.settings().maxPartitionsPerPage(), Math.max(1, request.responsePartitionLimit()));
        for (String name : names.tailSet(firstName)) {
            boolean continued = request.cursor() != null && name.equals(firstName);
            int firstPartition = continued ? request.cursor().partitionIndex() : 0;
            if (left == 0) {
                return Answer.now(
                        response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(0)));
            }
            if (!services.access().topic(context, AclOperation.DESCRIBE, name)) {
                response.topics().add(refused(name, Errors.TOPIC_AUTHORIZATION_FAILED));
                continue;
            }
            Optional<TopicImage> topic = image.topics().find(name);
            if (topic.isEmpty()) {
                response.topics().add(refused(name, Errors.UNKNOWN_TOPIC_OR_PARTITION));
                continue;
            }
            int end = (int) Math.min(topic.get().partitions().size(), (long) firstPartition + left);
            response.topics()
                    .add(describe(topic.get(), firstPartition, end)
                            .setTopicAuthorizedOperations(
                                    services.access().operations(context, ResourceType.TOPIC, name)));
            left -= Math.max(0, end - firstPartition);
            if (end < topic.get().partitions().size()) {
                return Answer.now(
                        response.setNextCursor(new Cursor().setTopicName(name).setPartitionIndex(end)));
            }
        }
        return Answer.now(response);
    }

    private static DescribeTopicPartitionsResponseData refusedAll(DescribeTopicPartitionsRequestData request) {
        var response = new DescribeTopicPartitionsResponseData();
        request.topics().forEach(topic -> response.topics().add(refused(topic.name(), Errors.INVALID_REQUEST)));
        return response;
    }

    private static DescribeTopicPartitionsResponseTopic refused(String name, Errors error) {
        return new DescribeTopicPartitionsResponseTopic()
                .setErrorCode(error.code())
                .setName(name);
    }

    private DescribeTopicPartitionsResponseTopic describe(TopicImage topic, int from, int end) {
        var described = new DescribeTopicPartitionsResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.id())
                .setIsInternal(Topic.isInternal(topic.name()));
        for (int i = from; i < end; i++) {
            PartitionImage partition = topic.partitions().get(i);
            boolean offline = services.partitions().isOffline(topic.id(), partition.partition());
            int leader = offline ? PartitionImage.NO_LEADER : partition.leader();
            boolean led = leader != PartitionImage.NO_LEADER;
            described
                    .partitions()
                    .add(new DescribeTopicPartitionsResponsePartition()
                            .setErrorCode((led ? Errors.NONE : Errors.LEADER_NOT_AVAILABLE).code())
                            .setPartitionIndex(partition.partition())
                            .setLeaderId(leader)
                            .setLeaderEpoch(partition.leaderEpoch())
                            .setReplicaNodes(partition.replicas())
                            .setIsrNodes(partition.isr())
                            .setEligibleLeaderReplicas(List.of())
                            .setLastKnownElr(List.of())
                            .setOfflineReplicas(offline ? partition.replicas() : List.of()));
        }
        return described;
    }
}
