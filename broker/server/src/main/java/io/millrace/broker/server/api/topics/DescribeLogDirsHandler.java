package io.millrace.broker.server.api.topics;

import io.millrace.broker.log.LogDirectories;
import io.millrace.broker.log.LogDirectory;
import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeLogDirsRequestData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsPartition;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsResult;
import org.apache.kafka.common.message.DescribeLogDirsResponseData.DescribeLogDirsTopic;
import org.apache.kafka.common.protocol.Errors;

/**
 * DescribeLogDirs 1-5: how much each partition takes and how much room is left, for each data directory (KIP-113); of one
 * that is offline nothing but that.
 */
final class DescribeLogDirsHandler implements ApiHandler<DescribeLogDirsRequestData> {

    private final BrokerServices services;
    private final LogDirectories directories;

    DescribeLogDirsHandler(BrokerServices services, LogDirectories directories) {
        this.services = services;
        this.directories = directories;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeLogDirsRequestData request) {
        if (!services.access().cluster(context, AclOperation.DESCRIBE)) {
            return Answer.now(
                    new DescribeLogDirsResponseData().setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
        }
        return Answer.later(CompletableFuture.supplyAsync(() -> describe(request), services.blocking()));
    }

    private DescribeLogDirsResponseData describe(DescribeLogDirsRequestData request) {
        var response = new DescribeLogDirsResponseData();
        for (LogDirectory directory : directories.all()) {
            response.results().add(directory.isOnline() ? describe(directory, request) : offline(directory.path()));
        }
        directories.unopened().forEach(path -> response.results().add(offline(path)));
        return response;
    }

    private static DescribeLogDirsResult offline(Path path) {
        return new DescribeLogDirsResult()
                .setLogDir(path.toAbsolutePath().toString())
                .setErrorCode(Errors.KAFKA_STORAGE_ERROR.code());
    }

    private static DescribeLogDirsResult describe(LogDirectory directory, DescribeLogDirsRequestData request) {
        var result = new DescribeLogDirsResult()
                .setLogDir(directory.path().toAbsolutePath().toString());
        Map<String, DescribeLogDirsTopic> topics = new TreeMap<>();
        for (PartitionLog log : directory.logs()) {
            if (isWanted(request, log)) {
                topics.computeIfAbsent(log.topic(), name -> new DescribeLogDirsTopic().setName(name))
                        .partitions()
                        .add(new DescribeLogDirsPartition()
                                .setPartitionIndex(log.partition())
                                .setPartitionSize(log.sizeBytes())
                                .setOffsetLag(0)
                                .setIsFutureKey(false));
            }
        }
        result.topics().addAll(topics.values());
        try {
            FileStore store = Files.getFileStore(directory.path());
            return result.setTotalBytes(store.getTotalSpace()).setUsableBytes(store.getUsableSpace());
        } catch (IOException unreadable) {
            return offline(directory.path());
        }
    }

    private static boolean isWanted(DescribeLogDirsRequestData request, PartitionLog log) {
        if (request.topics() == null) {
            return true;
        }
        var topic = request.topics().find(log.topic());
        return topic != null && topic.partitions().contains(log.partition());
    }
}
