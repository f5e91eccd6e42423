package io.millrace.broker.server.api.groups;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.OffsetCommitRequestData;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestPartition;
import org.apache.kafka.common.message.OffsetCommitRequestData.OffsetCommitRequestTopic;
import org.apache.kafka.common.message.OffsetCommitResponseData;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponsePartition;
import org.apache.kafka.common.message.OffsetCommitResponseData.OffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.Errors;

/** OffsetCommit 2-10, from version 10 on by topic id. Partitions that do not exist are refused here; the group's shard decides about the rest. */
final class OffsetCommitHandler implements ApiHandler<OffsetCommitRequestData> {

    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 10;

    private final BrokerServices services;
    private final GroupRoute groups;

    OffsetCommitHandler(BrokerServices services, GroupRoute groups) {
        this.services = services;
        this.groups = groups;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, OffsetCommitRequestData request) {
        if (!services.access().group(context, AclOperation.READ, request.groupId())) {
            return Answer.now(refuseAll(request, Errors.GROUP_AUTHORIZATION_FAILED));
        }
        MetadataImage image = services.cluster().image();
        List<OffsetCommitResponseTopic> refused = new ArrayList<>();
        List<OffsetCommitRequestTopic> kept = new ArrayList<>();
        boolean byId = context.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
        for (OffsetCommitRequestTopic topic : request.topics()) {
            Optional<TopicImage> found =
                    byId ? image.topics().find(topic.topicId()) : image.topics().find(topic.name());
            if (byId) {
                found.ifPresent(known -> topic.setName(known.name()));
            }
            boolean named = !byId || found.isPresent();
            if (named && !services.access().topic(context, AclOperation.READ, topic.name())) {
                refused.add(refuse(topic, Errors.TOPIC_AUTHORIZATION_FAILED));
            } else {
                Errors complaint = named ? Errors.UNKNOWN_TOPIC_OR_PARTITION : Errors.UNKNOWN_TOPIC_ID;
                split(found, topic, complaint, kept, refused);
            }
        }
        if (kept.isEmpty() && !refused.isEmpty()) {
            return Answer.now(new OffsetCommitResponseData().setTopics(refused));
        }
        OffsetCommitRequestData known = request.duplicate().setTopics(kept);
        return groups.decide(
                        context, request.groupId(), (shard, caller, nowMs) -> shard.commitOffsets(caller, known, nowMs))
                .handle((response, failure) -> {
                    OffsetCommitResponseData answer = failure == null
                            ? (OffsetCommitResponseData) response
                            : refuseAll(known, ErrorMapping.of(failure).error());
                    List<OffsetCommitResponseTopic> topics = new ArrayList<>(answer.topics());
                    topics.addAll(refused);
                    return new Answer.Message(new OffsetCommitResponseData().setTopics(topics));
                });
    }

    private static void split(
            Optional<TopicImage> image,
            OffsetCommitRequestTopic topic,
            Errors complaint,
            List<OffsetCommitRequestTopic> kept,
            List<OffsetCommitResponseTopic> refused) {
        List<OffsetCommitRequestPartition> known = new ArrayList<>();
        List<OffsetCommitResponsePartition> unknown = new ArrayList<>();
        for (OffsetCommitRequestPartition partition : topic.partitions()) {
            if (image.flatMap(found -> found.partition(partition.partitionIndex()))
                    .isPresent()) {
                known.add(partition);
            } else {
                unknown.add(slot(partition, complaint));
            }
        }
        if (!known.isEmpty()) {
            kept.add(topic.duplicate().setPartitions(known));
        }
        if (!unknown.isEmpty()) {
            refused.add(new OffsetCommitResponseTopic()
                    .setName(topic.name())
                    .setTopicId(topic.topicId())
                    .setPartitions(unknown));
        }
    }

    private static OffsetCommitResponseData refuseAll(OffsetCommitRequestData request, Errors error) {
        var response = new OffsetCommitResponseData();
        request.topics().forEach(topic -> response.topics().add(refuse(topic, error)));
        return response;
    }

    private static OffsetCommitResponseTopic refuse(OffsetCommitRequestTopic topic, Errors error) {
        return new OffsetCommitResponseTopic()
                .setName(topic.name())
                .setTopicId(topic.topicId())
                .setPartitions(topic.partitions().stream()
                        .map(partition -> slot(partition, error))
                        .toList());
    }

    private static OffsetCommitResponsePartition slot(OffsetCommitRequestPartition partition, Errors error) {
        return new OffsetCommitResponsePartition()
                .setPartitionIndex(partition.partitionIndex())
                .setErrorCode(error.code());
    }
}
