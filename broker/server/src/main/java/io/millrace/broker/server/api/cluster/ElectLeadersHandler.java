package io.millrace.broker.server.api.cluster;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.ElectLeadersRequestData;
import org.apache.kafka.common.message.ElectLeadersResponseData;
import org.apache.kafka.common.message.ElectLeadersResponseData.PartitionResult;
import org.apache.kafka.common.message.ElectLeadersResponseData.ReplicaElectionResult;
import org.apache.kafka.common.protocol.Errors;

/** ElectLeaders 0-2: with one replica each, a partition is led by its preferred leader or by nobody. */
final class ElectLeadersHandler implements ApiHandler<ElectLeadersRequestData> {

    private static final byte PREFERRED = 0;
    private static final byte UNCLEAN = 1;

    private final BrokerServices services;

    ElectLeadersHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ElectLeadersRequestData request) {
        byte type = context.version() == 0 ? PREFERRED : request.electionType();
        var response = new ElectLeadersResponseData();
        if (type != PREFERRED && type != UNCLEAN) {
            return Answer.now(response.setErrorCode(Errors.INVALID_REQUEST.code()));
        }
        MetadataImage image = services.cluster().image();
        if (request.topicPartitions() == null) {
            image.topics().byName().values().forEach(topic -> addUnled(response, topic, type));
            return Answer.now(response);
        }
        request.topicPartitions().forEach(wanted -> {
            var result = new ReplicaElectionResult().setTopic(wanted.topic());
            Optional<TopicImage> topic = image.topics().find(wanted.topic());
            wanted.partitions().forEach(partition -> result.partitionResult().add(elect(partition, topic, type)));
            response.replicaElectionResults().add(result);
        });
        return Answer.now(response);
    }

    /** Who asks for all partitions is not told of those that need no election. */
    private void addUnled(ElectLeadersResponseData response, TopicImage topic, byte type) {
        var result = new ReplicaElectionResult().setTopic(topic.name());
        for (PartitionImage partition : topic.partitions()) {
            PartitionResult elected = elect(partition.partition(), Optional.of(topic), type);
            if (elected.errorCode() != Errors.ELECTION_NOT_NEEDED.code()) {
                result.partitionResult().add(elected);
            }
        }
        if (!result.partitionResult().isEmpty()) {
            response.replicaElectionResults().add(result);
        }
    }

    private PartitionResult elect(int number, Optional<TopicImage> topic, byte type) {
        Optional<PartitionImage> partition = topic.flatMap(known -> known.partition(number));
        if (partition.isEmpty()) {
            return result(number, Errors.UNKNOWN_TOPIC_OR_PARTITION, "No such topic or partition exists.");
        }
        boolean offline = services.partitions().isOffline(topic.get().id(), number);
        if (!offline && partition.get().leader() != PartitionImage.NO_LEADER) {
            return result(number, Errors.ELECTION_NOT_NEEDED, "The partition is led by its only replica.");
        }
        return type == PREFERRED
                ? result(number, Errors.PREFERRED_LEADER_NOT_AVAILABLE, "The only replica is not available.")
                : result(number, Errors.ELIGIBLE_LEADERS_NOT_AVAILABLE, "The only replica is not available.");
    }

    private static PartitionResult result(int number, Errors error, String message) {
        return new PartitionResult()
                .setPartitionId(number)
                .setErrorCode(error.code())
                .setErrorMessage(message);
    }
}
