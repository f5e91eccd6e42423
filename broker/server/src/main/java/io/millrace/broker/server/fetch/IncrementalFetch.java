package io.millrace.broker.server.fetch;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/** A later fetch of a session. */
record IncrementalFetch(FetchSession session, List<AskedPartition> partitions) implements FetchView {

    @Override
    public FetchResponseData answer(List<PartitionData> results) {
        return session.answer(partitions, results);
    }

    @Override
    public FetchResponseData emptyAnswer() {
        return session.emptyAnswer();
    }
}
