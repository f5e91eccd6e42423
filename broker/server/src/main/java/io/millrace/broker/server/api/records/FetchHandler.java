package io.millrace.broker.server.api.records;

import io.millrace.broker.log.EpochEndOffset;
import io.millrace.broker.log.RecordsSlice;
import io.millrace.broker.metadata.image.TopicImage;
import io.millrace.broker.server.fetch.AskedPartition;
import io.millrace.broker.server.fetch.FetchSessions;
import io.millrace.broker.server.fetch.FetchView;
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
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;

/**
 * Fetch 4-18, in sessions where a client wants one (KIP-227).
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
    /** A session that was quiet for this long makes room for another, as in Kafka. */
    private static final long SESSION_EVICTION_MS = 120_000;

    private final BrokerServices services;
    private final FetchSessions sessions;

    public FetchHandler(BrokerServices services) {
        this.services = services;
        this.sessions = new FetchSessions(services.settings().fetch().sessionSlots(), SESSION_EVICTION_MS);
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, FetchRequestData request) {
        FetchSessions.Opening opening =
                sessions.open(request, isByTopicId(context), services.clock().millis());
        if (opening.view().isEmpty()) {
            return Answer.now(
                    new FetchResponseData().setErrorCode(opening.error().code()));
        }
        FetchView view = opening.view().get();
        var asked = new Asked(context, request);
        List<PartitionData> results = new ArrayList<>(view.partitions().size());
        for (AskedPartition partition : view.partitions()) {
            results.add(asked.ask(partition));
        }
        int maxWaitMs = asked.failed ? 0 : Math.min(request.maxWaitMs(), MAX_WAIT_MS);
        int maxBytes = Math.min(request.maxBytes(), services.settings().fetch().maxBytes());
        var bounds = new ParkedFetch.Bounds(Math.min(request.minBytes(), maxBytes), maxBytes, maxWaitMs);
        var fetch = new ParkedFetch(asked.targets, bounds, parking, context.loop());
        context.onDisconnect().accept(fetch::abandon);
        return fetch.start().thenApply(outcomes -> {
            for (int i = 0; i < outcomes.size(); i++) {
                fill(asked.slots.get(i), outcomes.get(i));
            }
            return new Answer.Records(recordBytes(results), () -> view.answer(results), () -> {
                results.forEach(FetchHandler::release);
                return view.emptyAnswer();
            });
        });
    }

    /** The partitions of one fetch: which can be read, and what is known of the others already. */
    private final class Asked {

        private final RequestContext context;
        private final boolean committedOnly;
        private final boolean replicates;
        private final boolean mayReplicate;
        private final List<FetchTarget> targets = new ArrayList<>();
        private final List<PartitionData> slots = new ArrayList<>();
        private boolean failed;
        private AskedPartition last;
        private Optional<TopicImage> topic = Optional.empty();
        private boolean allowed;

        Asked(RequestContext context, FetchRequestData request) {
            this.context = context;
            this.committedOnly = request.isolationLevel() == READ_COMMITTED;
            this.replicates = isReplica(request);
            this.mayReplicate = replicates && services.access().cluster(context, AclOperation.CLUSTER_ACTION);
        }

        /** What will be answered for the partition, filled later if there is something to read. */
        PartitionData ask(AskedPartition partition) {
            if (last == null || !partition.isOfSameTopicAs(last)) {
                topic = topicOf(context, partition);
                allowed = replicates ? mayReplicate : mayRead(context, partition, topic);
            }
            last = partition;
            FetchPartition wanted = partition.wanted();
            PartitionData slot = emptySlot(wanted, committedOnly);
            Optional<PartitionHost> host =
                    topic.flatMap(known -> services.partitions().find(known.id(), wanted.partition()));
            Errors error = Errors.TOPIC_AUTHORIZATION_FAILED;
            if (allowed) {
                error = host.isEmpty()
                        ? absence(context, topic, wanted.partition())
                        : refusal(host.get(), wanted, slot);
            }
            if (error == Errors.NONE && slot.divergingEpoch().endOffset() < 0) {
                targets.add(
                        new FetchTarget(host.get(), wanted.fetchOffset(), wanted.partitionMaxBytes(), committedOnly));
                slots.add(slot);
            } else {
                slot.setErrorCode(error.code());
                failed = true;
            }
            return slot;
        }
    }

    private static boolean isByTopicId(RequestContext context) {
        return context.version() >= FIRST_VERSION_WITH_TOPIC_IDS;
    }

    private Optional<TopicImage> topicOf(RequestContext context, AskedPartition partition) {
        var topics = services.cluster().image().topics();
        return isByTopicId(context) ? topics.find(partition.topicId()) : topics.find(partition.topic());
    }

    private static boolean isReplica(FetchRequestData request) {
        return request.replicaId() >= 0 || request.replicaState().replicaId() >= 0;
    }

    /** A topic id that is unknown here has no name to ask for, and says nothing about any topic. */
    private boolean mayRead(RequestContext context, AskedPartition asked, Optional<TopicImage> image) {
        boolean byId = isByTopicId(context);
        return (byId && image.isEmpty())
                || services.access()
                        .topic(context, AclOperation.READ, byId ? image.get().name() : asked.topic());
    }

    private Errors absence(RequestContext context, Optional<TopicImage> image, int partition) {
        return isByTopicId(context) && image.isEmpty()
                ? Errors.UNKNOWN_TOPIC_ID
                : PartitionLookup.absence(services, image, partition);
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

    private static long recordBytes(List<PartitionData> results) {
        long bytes = 0;
        for (PartitionData result : results) {
            bytes += result.records().sizeInBytes();
        }
        return bytes;
    }

    private static void release(PartitionData result) {
        if (result.records() instanceof SlicedRecords sliced) {
            sliced.release();
        }
    }

    private static void attach(PartitionData slot, RecordsSlice slice) {
        if (slice.isEmpty()) {
            slice.close();
        } else {
            slot.setRecords(new SlicedRecords(slice));
        }
    }
}
