package io.millrace.broker.server.api.cluster;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.nio.file.Path;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * AlterReplicaLogDirs 1-2 (KIP-113). Where a replica lies already is no change; it is not moved to another directory, which
 * INVALID_REQUEST says, and the reason is in the broker's log, for the answer has no room for one.
 */
final class AlterReplicaLogDirsHandler implements ApiHandler<AlterReplicaLogDirsRequestData> {

    private static final Logger LOGGER = LoggerFactory.getLogger(AlterReplicaLogDirsHandler.class);

    private final BrokerServices services;
    private final LogDirectories directories;

    AlterReplicaLogDirsHandler(BrokerServices services, LogDirectories directories) {
        this.services = services;
        this.directories = directories;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AlterReplicaLogDirsRequestData request) {
        boolean allowed = services.access().cluster(context, AclOperation.ALTER);
        MetadataImage image = services.cluster().image();
        Map<String, AlterReplicaLogDirTopicResult> results = new TreeMap<>();
        request.dirs().forEach(wanted -> wanted.topics().forEach(topic -> {
            var result = results.computeIfAbsent(
                    topic.name(), name -> new AlterReplicaLogDirTopicResult().setTopicName(name));
            Optional<TopicImage> known = image.topics().find(topic.name());
            for (int partition : topic.partitions()) {
                Errors error = allowed ? place(known, partition, wanted.path()) : Errors.CLUSTER_AUTHORIZATION_FAILED;
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

    private Errors place(Optional<TopicImage> topic, int partition, String path) {
        if (directories.unopened().stream().anyMatch(unopened -> isAt(unopened, path))) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
        Optional<LogDirectory> wanted = directories.all().stream()
                .filter(directory -> isAt(directory.path(), path))
                .findAny();
        if (wanted.isEmpty()) {
            return Errors.LOG_DIR_NOT_FOUND;
        }
        return topic.map(known -> place(known, partition, wanted.get())).orElse(Errors.REPLICA_NOT_AVAILABLE);
    }

    private Errors place(TopicImage topic, int partition, LogDirectory wanted) {
        if (!wanted.isOnline() || services.partitions().isOffline(topic.id(), partition)) {
            return Errors.KAFKA_STORAGE_ERROR;
        }
        Optional<LogDirectory> present = directories.directoryOf(topic.id(), partition);
        if (present.isEmpty() || present.get() == wanted) {
            return present.isEmpty() ? Errors.REPLICA_NOT_AVAILABLE : Errors.NONE;
        }
        LOGGER.warn(
                "A replica is not moved: this release cannot move one between data directories."
                        + " topic={} partition={} from={} to={}",
                topic.name(),
                partition,
                present.get().path(),
                wanted.path());
        return Errors.INVALID_REQUEST;
    }

    private static boolean isAt(Path directory, String path) {
        return directory.toAbsolutePath().toString().equals(path);
    }
}
