package io.millrace.broker.server.api.transactions;

import io.millrace.broker.coordinator.transaction.AddPartitions;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTopicCollection;
import org.apache.kafka.common.message.AddPartitionsToTxnRequestData.AddPartitionsToTxnTransaction;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnPartitionResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResult;
import org.apache.kafka.common.message.AddPartitionsToTxnResponseData.AddPartitionsToTxnTopicResultCollection;
import org.apache.kafka.common.protocol.Errors;

/**
 * AddPartitionsToTxn 0-5: clients up to version 3 with one transaction, brokers from 4 on with several, which may also
 * only ask. A transaction takes all of its partitions or none.
 */
final class AddPartitionsToTxnHandler implements ApiHandler<AddPartitionsToTxnRequestData> {

    private static final short FIRST_WITH_MANY = 4;
    private static final short FIRST_WITH_FENCED = 2;
    private static final short VERSION_2 = 2;

    private final BrokerServices services;
    private final TransactionRoute transactions;

    AddPartitionsToTxnHandler(BrokerServices services, TransactionRoute transactions) {
        this.services = services;
        this.transactions = transactions;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AddPartitionsToTxnRequestData request) {
        if (context.version() < FIRST_WITH_MANY) {
            var wanted = new AddPartitions.Request(
                    request.v3AndBelowTransactionalId(),
                    request.v3AndBelowProducerId(),
                    request.v3AndBelowProducerEpoch(),
                    partitions(request.v3AndBelowTopics()),
                    (short) 0);
            boolean allowed =
                    services.access().transactionalId(context, AclOperation.WRITE, request.v3AndBelowTransactionalId());
            return (allowed
                            ? serve(context, wanted, false)
                            : refused(wanted, Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED))
                    .thenApply(results -> new Answer.Message(new AddPartitionsToTxnResponseData()
                            .setResultsByTopicV3AndBelow(topics(results, context.version()))));
        }
        var response = new AddPartitionsToTxnResponseData();
        if (!services.access().cluster(context, AclOperation.CLUSTER_ACTION)) {
            return Answer.now(response.setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code()));
        }
        List<CompletableFuture<Void>> open = new ArrayList<>();
        for (AddPartitionsToTxnTransaction transaction : request.transactions()) {
            var result = new AddPartitionsToTxnResult().setTransactionalId(transaction.transactionalId());
            response.resultsByTransaction().add(result);
            var wanted = new AddPartitions.Request(
                    transaction.transactionalId(),
                    transaction.producerId(),
                    transaction.producerEpoch(),
                    partitions(transaction.topics()),
                    VERSION_2);
            open.add(serve(context, wanted, transaction.verifyOnly())
                    .thenAccept(results -> result.setTopicResults(topics(results, context.version()))));
        }
        return CompletableFuture.allOf(open.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Answer.Message(response));
    }

    private CompletableFuture<Map<TopicPartition, Errors>> serve(
            RequestContext context, AddPartitions.Request wanted, boolean verifyOnly) {
        Map<TopicPartition, Errors> results = new LinkedHashMap<>();
        boolean allGood = true;
        for (TopicPartition partition : wanted.partitions()) {
            Errors error = refusal(context, partition);
            allGood &= error == Errors.OPERATION_NOT_ATTEMPTED;
            results.put(partition, error);
        }
        if (!allGood) {
            return CompletableFuture.completedFuture(results);
        }
        if (verifyOnly) {
            return transactions.verify(wanted).exceptionally(failure -> {
                results.replaceAll(
                        (partition, before) -> ErrorMapping.of(failure).error());
                return results;
            });
        }
        return transactions.add(wanted).thenApply(error -> {
            results.replaceAll((partition, before) -> error);
            return results;
        });
    }

    private static CompletableFuture<Map<TopicPartition, Errors>> refused(AddPartitions.Request wanted, Errors error) {
        Map<TopicPartition, Errors> results = new LinkedHashMap<>();
        wanted.partitions().forEach(partition -> results.put(partition, error));
        return CompletableFuture.completedFuture(results);
    }

    /** What the partition is answered if another one spoils the request: that it was not tried. */
    private Errors refusal(RequestContext context, TopicPartition partition) {
        if (!services.access().topic(context, AclOperation.WRITE, partition.topic())) {
            return Errors.TOPIC_AUTHORIZATION_FAILED;
        }
        return exists(partition) ? Errors.OPERATION_NOT_ATTEMPTED : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private boolean exists(TopicPartition partition) {
        return services.cluster()
                .image()
                .topics()
                .find(partition.topic())
                .flatMap(topic -> topic.partition(partition.partition()))
                .isPresent();
    }

    private static List<TopicPartition> partitions(AddPartitionsToTxnTopicCollection topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach(
                topic -> topic.partitions().forEach(index -> partitions.add(new TopicPartition(topic.name(), index))));
        return partitions;
    }

    private static AddPartitionsToTxnTopicResultCollection topics(Map<TopicPartition, Errors> results, short version) {
        var topics = new AddPartitionsToTxnTopicResultCollection();
        results.forEach((partition, error) -> {
            AddPartitionsToTxnTopicResult topic = topics.find(partition.topic());
            if (topic == null) {
                topic = new AddPartitionsToTxnTopicResult().setName(partition.topic());
                topics.add(topic);
            }
            Errors known = error == Errors.PRODUCER_FENCED && version < FIRST_WITH_FENCED
                    ? Errors.INVALID_PRODUCER_EPOCH
                    : error;
            topic.resultsByPartition()
                    .add(new AddPartitionsToTxnPartitionResult()
                            .setPartitionIndex(partition.partition())
                            .setPartitionErrorCode(known.code()));
        });
        return topics;
    }
}
