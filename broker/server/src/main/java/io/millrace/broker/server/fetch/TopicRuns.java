package io.millrace.broker.server.fetch;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData.FetchableTopicResponse;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;

/** Puts partitions in the order of a fetch into the topics of a response; a run of one topic's partitions shares one. */
final class TopicRuns {

    private final List<FetchableTopicResponse> responses = new ArrayList<>();
    private FetchableTopicResponse open;
    private AskedPartition last;

    void add(AskedPartition asked, PartitionData result) {
        if (last == null || !asked.isOfSameTopicAs(last)) {
            open = new FetchableTopicResponse().setTopic(asked.topic()).setTopicId(asked.topicId());
            responses.add(open);
        }
        last = asked;
        open.partitions().add(result);
    }

    List<FetchableTopicResponse> responses() {
        return responses;
    }
}
