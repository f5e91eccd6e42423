package io.millrace.broker.server.api.records;

import io.millrace.broker.log.transaction.ActiveProducer;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersRequestData.TopicRequest;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.PartitionResponse;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.DescribeProducersResponseData.TopicResponse;
import org.apache.kafka.common.protocol.Errors;

/** DescribeProducers 0: who writes to a partition with sequences, and whose transaction is open there (KIP-664). */
final class DescribeProducersHandler implements ApiHandler<DescribeProducersRequestData> {

    private final BrokerServices services;

    DescribeProducersHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeProducersRequestData request) {
        var response = new DescribeProducersResponseData();
        for (TopicRequest topic : request.topics()) {
            var answered = new TopicResponse().setName(topic.name());
            response.topics().add(answered);
            boolean allowed = services.access().topic(context, AclOperation.READ, topic.name());
            for (int partition : topic.partitionIndexes()) {
                answered.partitions()
                        .add(
                                allowed
                                        ? describe(topic.name(), partition)
                                        : refuse(
                                                new PartitionResponse().setPartitionIndex(partition),
                                                Errors.TOPIC_AUTHORIZATION_FAILED));
            }
        }
        return Answer.now(response);
    }

    private PartitionResponse describe(String topic, int partition) {
        var slot = new PartitionResponse().setPartitionIndex(partition);
        Optional<PartitionHost> host = PartitionLookup.find(services, topic, partition);
        if (host.isEmpty()) {
            return refuse(slot, PartitionLookup.absence(services, topic, partition));
        }
        if (host.get().leaderEpoch() == PartitionHost.NOT_LEADING) {
            return refuse(slot, Errors.NOT_LEADER_OR_FOLLOWER);
        }
        for (ActiveProducer producer : host.get().log().activeProducers()) {
            slot.activeProducers()
                    .add(new ProducerState()
                            .setProducerId(producer.producerId())
                            .setProducerEpoch(producer.producerEpoch())
                            .setLastSequence(producer.lastSequence())
                            .setLastTimestamp(producer.lastTimestampMs())
                            .setCoordinatorEpoch(producer.coordinatorEpoch())
                            .setCurrentTxnStartOffset(producer.transactionFirstOffset()));
        }
        return slot;
    }

    private static PartitionResponse refuse(PartitionResponse slot, Errors error) {
        return slot.setErrorCode(error.code()).setErrorMessage(error.message());
    }
}
