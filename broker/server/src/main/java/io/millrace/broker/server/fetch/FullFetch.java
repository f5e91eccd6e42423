package io.millrace.broker.server.fetch;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/** A fetch that names every partition, and whose answer does; it may be the first of a session. */
final class FullFetch implements FetchView {

    private final List<AskedPartition> partitions;
    private final FetchSessions sessions;
    private final boolean wantsSession;
    private final boolean byTopicId;
    private final long nowMs;

    FullFetch(
            List<AskedPartition> partitions,
            FetchSessions sessions,
            boolean wantsSession,
            boolean byTopicId,
            long nowMs) {
        this.partitions = partitions;
        this.sessions = sessions;
        this.wantsSession = wantsSession;
        this.byTopicId = byTopicId;
        this.nowMs = nowMs;
    }

    @Override
    public List<AskedPartition> partitions() {
        return partitions;
    }

    @Override
    public FetchResponseData answer(List<PartitionData> results) {
        var topics = new TopicRuns();
        for (int i = 0; i < results.size(); i++) {
            topics.add(partitions.get(i), results.get(i));
        }
        var response = new FetchResponseData().setResponses(topics.responses());
        if (wantsSession && !partitions.isEmpty()) {
            response.setSessionId(sessions.found(partitions, results, byTopicId, nowMs));
        }
        return response;
    }

    @Override
    public FetchResponseData emptyAnswer() {
        return new FetchResponseData();
    }
}
