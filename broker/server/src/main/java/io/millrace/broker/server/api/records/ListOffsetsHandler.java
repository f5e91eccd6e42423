package io.millrace.broker.server.api.records;

import io.millrace.broker.log.PartitionLog;
import io.millrace.broker.log.TimestampedOffset;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.server.hosting.PartitionHost;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsTopicResponse;
import org.apache.kafka.common.protocol.Errors;

/**
 * ListOffsets 1-11: the ends of a partition, or its first record at or after a time; for readers of committed records it
 * ends at the last stable offset. What is not found is offset -1
 * without an error. Looking a time up reads from disk, so that is done off the loops.
 */
public final class ListOffsetsHandler implements ApiHandler<ListOffsetsRequestData> {

    private static final short FIRST_VERSION_WITH_LEADER_EPOCH = 4;
    private static final byte READ_COMMITTED = 1;
    private static final long LATEST = -1;
    private static final long EARLIEST = -2;
    private static final long MAX_TIMESTAMP = -3;
    private static final long EARLIEST_LOCAL = -4;
    private static final long LATEST_TIERED = -5;
    private static final long EARLIEST_PENDING_UPLOAD = -6;

    private final BrokerServices services;

    public ListOffsetsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, ListOffsetsRequestData request) {
        boolean reads = request.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(partition -> partition.timestamp() >= 0 || partition.timestamp() == MAX_TIMESTAMP);
        if (reads) {
            return Answer.later(CompletableFuture.supplyAsync(() -> list(context, request), services.blocking()));
        }
        return Answer.now(list(context, request));
    }

    private ListOffsetsResponseData list(RequestContext context, ListOffsetsRequestData request) {
        List<ListOffsetsTopicResponse> topics = new ArrayList<>();
        for (ListOffsetsTopic topic : request.topics()) {
            var answered = new ListOffsetsTopicResponse().setName(topic.name());
            boolean allowed = services.access().topic(context, AclOperation.DESCRIBE, topic.name());
            for (ListOffsetsPartition partition : topic.partitions()) {
                answered.partitions()
                        .add(
                                allowed
                                        ? find(context, topic.name(), partition, request.isolationLevel())
                                        : refused(partition));
            }
            topics.add(answered);
        }
        return new ListOffsetsResponseData().setTopics(topics);
    }

    private static ListOffsetsPartitionResponse refused(ListOffsetsPartition wanted) {
        return emptySlot(wanted).setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code());
    }

    private static ListOffsetsPartitionResponse emptySlot(ListOffsetsPartition wanted) {
        return new ListOffsetsPartitionResponse()
                .setPartitionIndex(wanted.partitionIndex())
                .setOffset(-1)
                .setTimestamp(-1)
                .setLeaderEpoch(-1);
    }

    private ListOffsetsPartitionResponse find(
            RequestContext context, String topic, ListOffsetsPartition wanted, byte isolationLevel) {
        ListOffsetsPartitionResponse slot = emptySlot(wanted);
        Optional<PartitionHost> host = PartitionLookup.find(services, topic, wanted.partitionIndex());
        if (host.isEmpty()) {
            return slot.setErrorCode(PartitionLookup.absence(services, topic, wanted.partitionIndex())
                    .code());
        }
        int leaderEpoch = host.get().leaderEpoch();
        if (leaderEpoch == PartitionHost.NOT_LEADING) {
            return slot.setErrorCode(Errors.NOT_LEADER_OR_FOLLOWER.code());
        }
        Errors fencing = LeaderEpochCheck.of(wanted.currentLeaderEpoch(), leaderEpoch);
        if (fencing != Errors.NONE || !knows(context.version(), wanted.timestamp())) {
            Errors error = fencing != Errors.NONE ? fencing : Errors.UNSUPPORTED_VERSION;
            return slot.setErrorCode(error.code());
        }
        try {
            find(host.get(), wanted.timestamp(), isolationLevel == READ_COMMITTED, slot);
        } catch (LogException e) {
            slot.setErrorCode(e.error().code());
        }
        // The field came with version 4 and is not left out by itself: librdkafka and Python ask with older ones.
        return context.version() < FIRST_VERSION_WITH_LEADER_EPOCH ? slot.setLeaderEpoch(-1) : slot;
    }

    /** Special timestamps came one by one; -5 and -6 speak of tiers that do not exist yet, so nothing is found. */
    private static boolean knows(short version, long timestamp) {
        return timestamp >= EARLIEST
                || (timestamp == MAX_TIMESTAMP && version >= 7)
                || (timestamp == EARLIEST_LOCAL && version >= 8)
                || (timestamp == LATEST_TIERED && version >= 9)
                || (timestamp == EARLIEST_PENDING_UPLOAD && version >= 11);
    }

    private static void find(
            PartitionHost host, long timestamp, boolean committedOnly, ListOffsetsPartitionResponse slot) {
        PartitionLog log = host.log();
        long endOffset = committedOnly ? host.lastStableOffset() : host.highWatermark();
        if (timestamp == LATEST) {
            slot.setOffset(endOffset).setLeaderEpoch(host.leaderEpoch());
        } else if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
            long startOffset = log.logStartOffset();
            slot.setOffset(startOffset)
                    .setLeaderEpoch(log.leaderEpochAt(startOffset).orElse(-1));
        } else if (timestamp == MAX_TIMESTAMP) {
            log.offsetOfMaxTimestamp(endOffset).ifPresent(found -> fill(slot, found));
        } else if (timestamp >= 0) {
            log.offsetForTimestamp(timestamp, endOffset).ifPresent(found -> fill(slot, found));
        }
    }

    private static void fill(ListOffsetsPartitionResponse slot, TimestampedOffset found) {
        slot.setOffset(found.offset()).setTimestamp(found.timestampMs()).setLeaderEpoch(found.leaderEpoch());
    }
}
