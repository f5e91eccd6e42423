package io.millrace.broker.server.fetch;

import java.util.List;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/** One fetch as its session sees it: all partitions that it concerns, and the shape of its answer. */
public interface FetchView {

    /** Those that the request names and, in a session, those that it named before, the longest unserved first. */
    List<AskedPartition> partitions();

    /** The answer from what each of {@link #partitions()} gave, in their order. To be called once. */
    FetchResponseData answer(List<PartitionData> results);

    /** The answer to a client that has to wait: no partition, no new session, and what a session knows stays as it is. */
    FetchResponseData emptyAnswer();
}
