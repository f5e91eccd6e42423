package io.millrace.broker.server.api.records;

import io.millrace.broker.log.EpochEndOffset;
import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.hosting.FetchOutcome;
import io.millrace.broker.server.hosting.FetchTarget;
import io.millrace.broker.server.hosting.ParkedFetch;
import io.millrace.broker.server.hosting.ParkingSpace;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.wire.SlicedRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Fetch 4-18. Sessions are refused by answering session id 0, which every client takes as "send all partitions again".
 * The whole batch that holds the offset is returned, one batch at least even if it is larger than asked for (KIP-74).
 */
public final class FetchHandler implements ApiHandler<FetchRequestData> {

    private static final short FIRST_VERSION_WITH_TOPIC_IDS = 13;
    private static final byte READ_COMMITTED = 1;
    private static final int NO_EPOCH = -1;

    /** No client waits longer by default than half a second; whoever wants to gets an empty answer and asks again. */
    private static final int MAX_WAIT_MS = 60_000;

    /** Over all fetches that wait; each keeps some hundred bytes for each of its partitions. */
    private static final int MAX_PARKED_PARTITIONS = 200_000;

    private final ParkingSpace parking = new ParkingSpace(MAX_PARKED_PARTITIONS);
    private final BrokerServices services;

    public FetchHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, FetchRequestData request) {
        var response = new FetchResponseData();
        if (request.sessionId() != 0 && request.sessionEpoch() > 0) {
            return Answer.now(response.setErrorCode(Errors.FETCH_SESSION_ID_NOT_FOUND.code()));
        }
        List<FetchTarget> targets = new ArrayList<>();
        List<PartitionData> slots = new ArrayList<>();
        boolean failed = false;
        boolean committedOnly = request.isolationLevel() == READ_COMMITTED;
        boolean replicates = isReplica(request);
        boolean mayReplicate = replicates && services.access().cluster(context, AclOperation.CLUSTER_ACTION);
        for (FetchTopic topic : request.topics()) {
            Optional<TopicImage> image = topicOf(context, topic);
            var topicResponse =
                    new FetchableTopicResponse().setTopic(topic.topic()).setTopicId(topic.topicId());
            response.responses().add(topicResponse);
            boolean allowed = replicates ? mayReplicate : mayRead(context, topic, image);
            for (FetchPartition partition : topic.partitions()) {
                PartitionData slot = emptySlot(partition, committedOnly);
                topicResponse.partitions().add(slot);
                Optional<PartitionHost> host =
                        image.flatMap(known -> services.partitions().find(known.id(), partition.partition()));
                Errors error = Errors.TOPIC_AUTHORIZATION_FAILED;
                if (allowed) {
                    error = host.isEmpty() ? unknown(context, image) : refusal(host.get(), partition, slot);
                }
                if (error == Errors.NONE && slot.divergingEpoch().endOffset() < 0) {
                    targets.add(new FetchTarget(
                            host.get(), partition.fetchOffset(), partition.partitionMaxBytes(), committedOnly));
                    slots.add(slot);
                } else {
                    slot.setErrorCode(error.code());
                    failed = true;
                }
            }
        }
        int maxWaitMs = failed ? 0 : Math.min(request.maxWaitMs(), MAX_WAIT_MS);
        int maxBytes = Math.min(request.maxBytes(), services.settings().fetchMaxBytes());
        var bounds = new ParkedFetch.Bounds(request.minBytes(), maxBytes, maxWaitMs);
        var fetch = new ParkedFetch(targets, bounds, parking, context.loop());
        context.onDisconnect().accept(fetch::abandon);
        return fetch.start().thenApply(outcomes -> {
            for (int i = 0; i < slots.size(); i++) {
                fill(slots.get(i), outcomes.get(i));
            }
            return new Answer.Message(response);
        });
    }

    private Optional<TopicImage> topicOf(RequestContext context, FetchTopic topic) {
        var topics = services.cluster().image().topics();
        return context.version() >= FIRST_VERSION_WITH_TOPIC_IDS
                ? topics.find(topic.topicId())
                : topics.find(topic.topic());
    }

    private static boolean isReplica(FetchRequestData request) {
        return request.replicaId() >= 0 || request.replicaState().replicaId() >= 0;
    }

    /** A topic id that is unknown here has no name to ask for, and says nothing about any topic. */
    private boolean mayRead(RequestContext context, FetchTopic topic, Optional<TopicImage> image) {
        boolean byId = context.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
        return (byId && image.isEmpty())
                || services.access()
                        .topic(context, AclOperation.READ, byId ? image.get().name() : topic.topic());
    }

    private static Errors unknown(RequestContext context, Optional<TopicImage> image) {
        boolean byId = context.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
        return byId && image.isEmpty() ? Errors.UNKNOWN_TOPIC_ID : Errors.UNKNOWN_TOPIC_OR_PARTITION;
    }

    private static PartitionData emptySlot(FetchPartition partition, boolean committedOnly) {
        return new PartitionData()
                .setPartitionIndex(partition.partition())
                .setHighWatermark(-1)
                .setLastStableOffset(-1)
                .setLogStartOffset(-1)
                .setAbortedTransactions(committedOnly ? new ArrayList<>() : null)
                .setRecords(MemoryRecords.EMPTY);
    }

    /** Fences clients of an older or newer term (KIP-320) and tells those whose log would differ (KIP-595). */
    private static Errors refusal(PartitionHost host, FetchPartition partition, PartitionData slot) {
        int leaderEpoch = host.leaderEpoch();
        if (leaderEpoch == PartitionHost.NOT_LEADING) {
            return Errors.NOT_LEADER_OR_FOLLOWER;
        }
        Errors fencing = LeaderEpochCheck.of(partition.currentLeaderEpoch(), leaderEpoch);
        if (fencing == Errors.NONE && partition.lastFetchedEpoch() != NO_EPOCH) {
            EpochEndOffset end = host.log().endOffsetForEpoch(partition.lastFetchedEpoch());
            if (end.leaderEpoch() < partition.lastFetchedEpoch() || end.endOffset() < partition.fetchOffset()) {
                slot.divergingEpoch().setEpoch(end.leaderEpoch()).setEndOffset(end.endOffset());
            }
        }
        return fencing;
    }

    private static void fill(PartitionData slot, FetchOutcome outcome) {
        slot.setErrorCode(outcome.error().code())
                .setHighWatermark(outcome.bounds().highWatermark())
                .setLastStableOffset(outcome.bounds().lastStableOffset())
                .setLogStartOffset(outcome.bounds().logStartOffset());
        for (var one : outcome.aborted()) {
            slot.abortedTransactions()
                    .add(new AbortedTransaction()
                            .setProducerId(one.producerId())
                            .setFirstOffset(one.firstOffset()));
        }
        outcome.slice().ifPresent(slice -> attach(slot, slice));
    }

    private static void attach(PartitionData slot, RecordsSlice slice) {
        if (slice.isEmpty()) {
            slice.close();
        } else {
            slot.setRecords(new SlicedRecords(slice));
        }
    }
}
