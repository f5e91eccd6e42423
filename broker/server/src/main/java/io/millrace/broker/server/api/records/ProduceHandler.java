package io.millrace.broker.server.api.records;

import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.api.transactions.TransactionEntry;
import io.millrace.broker.server.hosting.Acknowledgement;
import io.millrace.broker.server.hosting.AppendOutcome;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Produce 3-13 (0-2 are advertised and not served: KAFKA-18659). acks=all is answered when the records are safe on enough
 * disks, acks=1 when they are on this broker's, acks=0 never, save that an error ends the connection.
 */
public final class ProduceHandler implements ApiHandler<ProduceRequestData> {

    private static final short ACKS_ALL = -1;
    private static final short FIRST_VERSION_WITH_ZSTD = 7;

    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;

    private final BrokerServices services;
    private final TransactionalAppends transactions;

    public ProduceHandler(BrokerServices services, TransactionEntry entry) {
        this.services = services;
        this.transactions = new TransactionalAppends(entry);
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ProduceRequestData request) {
        var reply = new ProduceReply(request);
        Errors refusal = refusalOfAll(context, request);
        for (TopicProduceData topic : request.topicData()) {
            Optional<TopicImage> image = find(context, topic);
            Errors topicRefusal = refusal == Errors.NONE ? refusal(context, topic, image) : refusal;
            ProduceReply.Topic topicReply = reply.topic(topic);
            for (PartitionProduceData partition : topic.partitionData()) {
                Consumer<AppendOutcome> slot = topicReply.slot(partition.index());
                if (topicRefusal != Errors.NONE) {
                    slot.accept(AppendOutcome.refused(topicRefusal, topicRefusal.message()));
                } else {
                    produce(
                            context,
                            image,
                            partition,
                            new Write(request.acks(), request.timeoutMs(), request.transactionalId(), slot));
                }
            }
        }
        return reply.finish();
    }

    private Optional<TopicImage> find(RequestContext context, TopicProduceData topic) {
        var topics = services.cluster().image().topics();
        return context.version() < FIRST_VERSION_WITH_TOPIC_IDS
                ? topics.find(topic.name())
                : topics.find(topic.topicId());
    }

    /**
     * How one batch is to be written.
     *
     * @param transactionalId null outside of transactions
     */
    record Write(short acks, int timeoutMs, String transactionalId, Consumer<AppendOutcome> slot) {

        Acknowledgement wanted() {
            if (acks == 0) {
                return Acknowledgement.NONE;
            }
            return acks == ACKS_ALL ? Acknowledgement.ALL : Acknowledgement.LEADER;
        }

        void refuse(Errors error, String message) {
            slot.accept(AppendOutcome.refused(error, message));
        }
    }

    private Errors refusalOfAll(RequestContext context, ProduceRequestData request) {
        if (request.acks() < ACKS_ALL || request.acks() > 1) {
            return Errors.INVALID_REQUIRED_ACKS;
        }
        return request.transactionalId() == null
                        || services.access().transactionalId(context, AclOperation.WRITE, request.transactionalId())
                ? Errors.NONE
                : Errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
    }

    /** A topic id that is unknown here has no name to ask for, and is told to be unknown. */
    private Errors refusal(RequestContext context, TopicProduceData topic, Optional<TopicImage> image) {
        boolean byId = context.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
        if (byId && image.isEmpty()) {
            return Errors.NONE;
        }
        String name = byId ? image.get().name() : topic.name();
        return services.access().topic(context, AclOperation.WRITE, name)
                ? Errors.NONE
                : Errors.TOPIC_AUTHORIZATION_FAILED;
    }

    private void produce(
            RequestContext context, Optional<TopicImage> image, PartitionProduceData partition, Write write) {
        Optional<PartitionHost> host =
                image.flatMap(known -> services.partitions().find(known.id(), partition.index()));
        if (host.isEmpty()) {
            Errors unknown = image.isEmpty() && context.version() >= FIRST_VERSION_WITH_TOPIC_IDS
                    ? Errors.UNKNOWN_TOPIC_ID
                    : PartitionLookup.absence(services, image, partition.index());
            write.refuse(unknown, unknown.message());
            return;
        }
        String topic = image.get().name();
        if (Topic.isInternal(topic)) {
            write.refuse(Errors.INVALID_TOPIC_EXCEPTION, "Clients may not write to the internal topic " + topic + ".");
            return;
        }
        if (!(partition.records() instanceof MemoryRecords records) || records.sizeInBytes() == 0) {
            write.refuse(Errors.INVALID_RECORD, "Each partition of a produce request holds exactly one record batch.");
            return;
        }
        ByteBuffer batch = records.buffer();
        var shape = BatchShape.of(batch);
        if (shape.magic() != BatchShape.SERVED_MAGIC) {
            write.refuse(
                    Errors.INVALID_RECORD,
                    "Produce 3 and later carry record format v2, this batch has v" + shape.magic() + ".");
            return;
        }
        if (shape.zstd() && context.version() < FIRST_VERSION_WITH_ZSTD) {
            write.refuse(Errors.UNSUPPORTED_COMPRESSION_TYPE, "zstd needs Produce version 7.");
            return;
        }
        if (shape.transactional()) {
            transactions.append(context.version(), host.get(), batch, write);
        } else {
            append(host.get(), batch, write);
        }
    }

    private static void append(PartitionHost host, ByteBuffer batch, Write write) {
        try {
            host.loop().runOrExecute(() -> host.append(batch, write.wanted(), write.timeoutMs(), write.slot()));
        } catch (RejectedExecutionException brokerIsClosing) {
            write.refuse(Errors.NOT_LEADER_OR_FOLLOWER, "The broker is closing.");
        }
    }
}
