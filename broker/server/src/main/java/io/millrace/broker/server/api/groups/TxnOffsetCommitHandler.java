package io.millrace.broker.server.api.groups;

import io.millrace.broker.coordinator.offset.CommitOffsetsInTransaction;
import io.millrace.broker.coordinator.shard.GroupShard;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.server.api.transactions.TransactionEntry;
import io.millrace.broker.server.api.transactions.TransactionEntry.Client;
import io.millrace.broker.server.api.transactions.TransactionEntry.Writer;
import io.millrace.broker.server.hosting.ShardHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.ErrorMapping;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.Errors;

/**
 * TxnOffsetCommit 0-5: offsets that become true when their producer's transaction commits. From version 5 on the
 * transaction gets the group's partition with it (KIP-890), before it must have been added.
 */
final class TxnOffsetCommitHandler implements ApiHandler<TxnOffsetCommitRequestData> {

    private static final short FIRST_WITH_ABORTABLE = 4;
    private static final short FIRST_WITHOUT_ADDING = 5;

    private final BrokerServices services;
    private final GroupRoute groups;
    private final TransactionEntry entry;

    TxnOffsetCommitHandler(BrokerServices services, GroupRoute groups, TransactionEntry entry) {
        this.services = services;
        this.groups = groups;
        this.entry = entry;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, TxnOffsetCommitRequestData request) {
        Errors refusal = refusal(context, request);
        if (refusal != Errors.NONE) {
            return Answer.now(CommitOffsetsInTransaction.refused(request, refusal));
        }
        List<TxnOffsetCommitRequestTopic> known = new ArrayList<>();
        List<TxnOffsetCommitRequestTopic> forbidden = new ArrayList<>();
        List<TxnOffsetCommitRequestTopic> unknown = new ArrayList<>();
        for (TxnOffsetCommitRequestTopic topic : request.topics()) {
            if (services.access().topic(context, AclOperation.READ, topic.name())) {
                split(topic, known, unknown);
            } else {
                forbidden.add(topic);
            }
        }
        List<TxnOffsetCommitResponseTopic> refused =
                new ArrayList<>(refused(request, unknown, Errors.UNKNOWN_TOPIC_OR_PARTITION));
        refused.addAll(refused(request, forbidden, Errors.TOPIC_AUTHORIZATION_FAILED));
        if (known.isEmpty() && !refused.isEmpty()) {
            return Answer.now(new TxnOffsetCommitResponseData().setTopics(refused));
        }
        TxnOffsetCommitRequestData wanted = request.duplicate().setTopics(known);
        return commit(context, wanted).handle((response, failure) -> {
            TxnOffsetCommitResponseData answer = failure == null
                    ? (TxnOffsetCommitResponseData) response
                    : CommitOffsetsInTransaction.refused(
                            wanted, ErrorMapping.of(failure).error());
            List<TxnOffsetCommitResponseTopic> topics = new ArrayList<>(answer.topics());
            topics.addAll(refused);
            return new Answer.Message(new TxnOffsetCommitResponseData().setTopics(topics));
        });
    }

    private Errors refusal(RequestContext context, TxnOffsetCommitRequestData request) {
        if (!services.access().transactionalId(context, AclOperation.WRITE, request.transactionalId())) {
            return Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
        }
        return services.access().group(context, AclOperation.READ, request.groupId())
                ? Errors.NONE
                : Errors.GROUP_AUTHORIZATION_FAILED;
    }

    private static List<TxnOffsetCommitResponseTopic> refused(
            TxnOffsetCommitRequestData request, List<TxnOffsetCommitRequestTopic> topics, Errors error) {
        return CommitOffsetsInTransaction.refused(request.duplicate().setTopics(topics), error)
                .topics();
    }

    private void split(
            TxnOffsetCommitRequestTopic topic,
            List<TxnOffsetCommitRequestTopic> known,
            List<TxnOffsetCommitRequestTopic> unknown) {
        MetadataImage image = services.cluster().image();
        List<TxnOffsetCommitRequestPartition> there = new ArrayList<>();
        List<TxnOffsetCommitRequestPartition> missing = new ArrayList<>();
        for (TxnOffsetCommitRequestPartition partition : topic.partitions()) {
            boolean exists = image.topics()
                    .find(topic.name())
                    .flatMap(found -> found.partition(partition.partitionIndex()))
                    .isPresent();
            (exists ? there : missing).add(partition);
        }
        if (!there.isEmpty()) {
            known.add(topic.duplicate().setPartitions(there));
        }
        if (!missing.isEmpty()) {
            unknown.add(topic.duplicate().setPartitions(missing));
        }
    }

    private CompletableFuture<ApiMessage> commit(RequestContext context, TxnOffsetCommitRequestData request) {
        var answer = new CompletableFuture<ApiMessage>();
        try {
            ShardHost<GroupShard> shard = groups.shard(request.groupId());
            var writer = new Writer(
                    client(context.version()),
                    request.transactionalId(),
                    request.producerId(),
                    request.producerEpoch());
            shard.partition()
                    .loop()
                    .runOrExecute(() ->
                            entry.enter(shard.partition(), writer, error -> entered(context, request, error, answer)));
        } catch (RejectedExecutionException brokerIsClosing) {
            answer.completeExceptionally(Errors.NOT_COORDINATOR.exception());
        } catch (RuntimeException unreachable) {
            answer.completeExceptionally(unreachable);
        }
        return answer;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Both outcomes go into the answer.
    private void entered(
            RequestContext context,
            TxnOffsetCommitRequestData request,
            Errors error,
            CompletableFuture<ApiMessage> answer) {
        if (error != Errors.NONE) {
            answer.complete(CommitOffsetsInTransaction.refused(request, known(error)));
            return;
        }
        groups.decide(context, request.groupId(), (shard, caller, nowMs) -> shard.commitOffsets(caller, request, nowMs))
                .whenComplete((response, failure) -> {
                    if (failure == null) {
                        answer.complete(response);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
    }

    private static Client client(short version) {
        if (version >= FIRST_WITHOUT_ADDING) {
            return Client.IMPLICIT;
        }
        return version >= FIRST_WITH_ABORTABLE ? Client.ABORTABLE : Client.LEGACY;
    }

    /** In words of this request: the client tries again. */
    private static Errors known(Errors error) {
        return error == Errors.NOT_ENOUGH_REPLICAS || error == Errors.CONCURRENT_TRANSACTIONS
                ? Errors.COORDINATOR_LOAD_IN_PROGRESS
                : error;
    }
}
