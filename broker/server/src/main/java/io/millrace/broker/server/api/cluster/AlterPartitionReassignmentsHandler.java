package io.millrace.broker.server.api.cluster;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsRequestData.ReassignablePartition;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignablePartitionResponse;
import org.apache.kafka.common.message.AlterPartitionReassignmentsResponseData.ReassignableTopicResponse;
import org.apache.kafka.common.protocol.Errors;

/** AlterPartitionReassignments 0-1: where partitions are is where they stay, so only that can be asked for. */
final class AlterPartitionReassignmentsHandler implements ApiHandler<AlterPartitionReassignmentsRequestData> {

    private final BrokerServices services;

    AlterPartitionReassignmentsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AlterPartitionReassignmentsRequestData request) {
        MetadataImage image = services.cluster().image();
        var response = new AlterPartitionReassignmentsResponseData()
                .setAllowReplicationFactorChange(request.allowReplicationFactorChange());
        request.topics().forEach(topic -> {
            Optional<TopicImage> known = image.topics().find(topic.name());
            var result = new ReassignableTopicResponse().setName(topic.name());
            topic.partitions().forEach(partition -> result.partitions()
                    .add(reassign(
                            image, known.flatMap(found -> found.partition(partition.partitionIndex())), partition)));
            response.responses().add(result);
        });
        return Answer.now(response);
    }

    private static ReassignablePartitionResponse reassign(
            MetadataImage image, Optional<PartitionImage> partition, ReassignablePartition wanted) {
        var result = new ReassignablePartitionResponse().setPartitionIndex(wanted.partitionIndex());
        if (partition.isEmpty()) {
            return refuse(
                    result,
                    Errors.UNKNOWN_TOPIC_OR_PARTITION,
                    "Unable to find the partition " + wanted.partitionIndex() + ".");
        }
        if (wanted.replicas() == null) {
            return refuse(
                    result,
                    Errors.NO_REASSIGNMENT_IN_PROGRESS,
                    "No partition reassignment is in progress for the partition.");
        }
        return complaint(image, partition.get(), wanted.replicas())
                .map(message -> refuse(result, Errors.INVALID_REPLICA_ASSIGNMENT, message))
                .orElse(result);
    }

    private static Optional<String> complaint(MetadataImage image, PartitionImage partition, List<Integer> replicas) {
        if (replicas.isEmpty()) {
            return Optional.of("The manual partition assignment includes an empty replica list.");
        }
        if (new HashSet<>(replicas).size() != replicas.size()) {
            return Optional.of("The manual partition assignment " + replicas + " includes a broker more than once.");
        }
        for (int replica : replicas) {
            if (image.broker(replica).isEmpty()) {
                return Optional.of("The manual partition assignment includes broker " + replica
                        + ", but no such broker is registered.");
            }
        }
        return replicas.equals(partition.replicas())
                ? Optional.empty()
                : Optional.of("This release does not move replicas; the partition is on " + partition.replicas() + ".");
    }

    private static ReassignablePartitionResponse refuse(
            ReassignablePartitionResponse result, Errors error, String message) {
        return result.setErrorCode(error.code()).setErrorMessage(message);
    }
}
