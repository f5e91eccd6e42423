package io.millrace.broker.server.api.cluster;

import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.AlterReplicaLogDirsRequestData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirPartitionResult;
import org.apache.kafka.common.message.AlterReplicaLogDirsResponseData.AlterReplicaLogDirTopicResult;
import org.apache.kafka.common.protocol.Errors;

/** AlterReplicaLogDirs 1-2: every replica is in the one directory of this broker already. */
final class AlterReplicaLogDirsHandler implements ApiHandler<AlterReplicaLogDirsRequestData> {

    private final BrokerServices services;
    private final LogDirectory directory;

    AlterReplicaLogDirsHandler(BrokerServices services, LogDirectory directory) {
        this.services = services;
        this.directory = directory;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AlterReplicaLogDirsRequestData request) {
        boolean allowed = services.access().cluster(context, AclOperation.ALTER);
        MetadataImage image = services.cluster().image();
        String own = directory.path().toAbsolutePath().toString();
        Map<String, AlterReplicaLogDirTopicResult> results = new TreeMap<>();
        request.dirs().forEach(wanted -> wanted.topics().forEach(topic -> {
            var result = results.computeIfAbsent(
                    topic.name(), name -> new AlterReplicaLogDirTopicResult().setTopicName(name));
            Optional<TopicImage> known = image.topics().find(topic.name());
            for (int partition : topic.partitions()) {
                Errors error = own.equals(wanted.path()) ? here(known, partition) : Errors.LOG_DIR_NOT_FOUND;
                error = allowed ? error : Errors.CLUSTER_AUTHORIZATION_FAILED;
                result.partitions()
                        .add(new AlterReplicaLogDirPartitionResult()
                                .setPartitionIndex(partition)
                                .setErrorCode(error.code()));
            }
        }));
        var response = new AlterReplicaLogDirsResponseData();
        response.results().addAll(results.values());
        return Answer.now(response);
    }

    private Errors here(Optional<TopicImage> topic, int partition) {
        return topic.flatMap(known -> services.partitions().find(known.id(), partition))
                        .isPresent()
                ? Errors.NONE
                : Errors.REPLICA_NOT_AVAILABLE;
    }
}
