package io.millrace.broker.server.fetch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchRequestData.FetchTopic;
import org.apache.kafka.common.message.FetchRequestData.ForgottenTopic;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;

/**
 * The partitions that a client has named and what it knows of each. Its monitor guards it: a client that breaks the
 * protocol may use one session from two connections at once.
 */
final class FetchSession {

    /** No session grows further; its client then has to fetch in full. */
    static final int MAX_PARTITIONS = 100_000;

    private static final int FIRST_EPOCH = 1;

    private final int id;
    private final boolean byTopicId;
    private final long createdMs;

    /** The longest unserved first: whoever gets records goes to the end. */
    private final Map<AskedPartition.Key, Known> partitions = new LinkedHashMap<>();

    private int epoch = FIRST_EPOCH;
    private volatile long lastUsedMs;
    private volatile int size;

    /** What the client asks of a partition and what it has been told of it. */
    private static final class Known {
        private AskedPartition asked;
        private long highWatermark = -1;
        private long logStartOffset = -1;
        private boolean failed;

        Known(AskedPartition asked) {
            this.asked = asked;
        }

        /** Says whether the client has to hear of this result. */
        boolean isNews(PartitionData result) {
            boolean failsNow = result.errorCode() != Errors.NONE.code();
            return failsNow
                    || failed
                    || hasRecords(result)
                    || result.divergingEpoch().endOffset() >= 0
                    || result.highWatermark() != highWatermark
                    || result.logStartOffset() != logStartOffset;
        }

        void told(PartitionData result) {
            failed = result.errorCode() != Errors.NONE.code();
            highWatermark = result.highWatermark();
            logStartOffset = result.logStartOffset();
        }
    }

    FetchSession(int id, boolean byTopicId, long nowMs) {
        this.id = id;
        this.byTopicId = byTopicId;
        this.createdMs = nowMs;
        this.lastUsedMs = nowMs;
    }

    int id() {
        return id;
    }

    long createdMs() {
        return createdMs;
    }

    long lastUsedMs() {
        return lastUsedMs;
    }

    int size() {
        return size;
    }

    /** What the full fetch that founded this session asked and was told. */
    synchronized void begin(List<AskedPartition> asked, List<PartitionData> results) {
        for (int i = 0; i < asked.size(); i++) {
            var known = new Known(asked.get(i));
            known.told(results.get(i));
            partitions.put(asked.get(i).key(), known);
        }
        size = partitions.size();
    }

    /** Takes the next request of the session in, or says why it is not one. */
    synchronized FetchSessions.Opening next(FetchRequestData request, boolean requestByTopicId, long nowMs) {
        if (requestByTopicId != byTopicId) {
            return FetchSessions.Opening.refused(Errors.FETCH_SESSION_TOPIC_ID_ERROR);
        }
        if (request.sessionEpoch() != epoch) {
            return FetchSessions.Opening.refused(Errors.INVALID_FETCH_SESSION_EPOCH);
        }
        epoch = epoch == Integer.MAX_VALUE ? FIRST_EPOCH : epoch + 1;
        lastUsedMs = nowMs;
        for (FetchTopic topic : request.topics()) {
            for (FetchPartition wanted : topic.partitions()) {
                ask(new AskedPartition(topic.topicId(), topic.topic(), wanted));
            }
        }
        for (ForgottenTopic forgotten : request.forgottenTopicsData()) {
            for (int partition : forgotten.partitions()) {
                partitions.remove(new AskedPartition.Key(forgotten.topicId(), forgotten.topic(), partition));
            }
        }
        size = partitions.size();
        if (size > MAX_PARTITIONS) {
            return FetchSessions.Opening.refused(Errors.FETCH_SESSION_ID_NOT_FOUND);
        }
        List<AskedPartition> asked = new ArrayList<>(partitions.size());
        partitions.values().forEach(known -> asked.add(known.asked));
        return FetchSessions.Opening.of(new IncrementalFetch(this, asked));
    }

    private void ask(AskedPartition asked) {
        Known known = partitions.get(asked.key());
        if (known == null) {
            partitions.put(asked.key(), new Known(asked));
        } else {
            known.asked = asked;
        }
    }

    /** Keeps what is news to the client and remembers that it was told. */
    synchronized FetchResponseData answer(List<AskedPartition> asked, List<PartitionData> results) {
        var topics = new TopicRuns();
        for (int i = 0; i < asked.size(); i++) {
            PartitionData result = results.get(i);
            AskedPartition.Key key = asked.get(i).key();
            Known known = partitions.get(key);
            if (known == null || known.isNews(result)) {
                topics.add(asked.get(i), result);
            }
            if (known != null) {
                known.told(result);
                if (hasRecords(result)) {
                    partitions.remove(key);
                    partitions.put(key, known);
                }
            }
        }
        return emptyAnswer().setResponses(topics.responses());
    }

    FetchResponseData emptyAnswer() {
        return new FetchResponseData().setSessionId(id);
    }

    private static boolean hasRecords(PartitionData result) {
        return result.records() != null && result.records().sizeInBytes() > 0;
    }
}
