package io.millrace.broker.server.node;

import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.DeleteTopicsRequestData;
import org.apache.kafka.common.message.FetchRequestData;
import org.apache.kafka.common.message.MetadataRequestData;
import org.apache.kafka.common.message.ProduceRequestData;

/** Requests that name a topic by its id. */
final class MatrixRequestsById {

    private MatrixRequestsById() {}

    static ProduceRequestData produce(Uuid id) {
        ProduceRequestData request = RawProtocolIT.produce("", (short) -1, "value");
        request.topicData().iterator().next().setTopicId(id);
        return request;
    }

    static FetchRequestData fetch(Uuid id) {
        return new FetchRequestData()
                .setMaxBytes(1 << 20)
                .setTopics(List.of(new FetchRequestData.FetchTopic()
                        .setTopicId(id)
                        .setPartitions(List.of(new FetchRequestData.FetchPartition().setPartitionMaxBytes(1 << 20)))));
    }

    static MetadataRequestData metadata(Uuid id) {
        return new MetadataRequestData()
                .setAllowAutoTopicCreation(false)
                .setTopics(List.of(new MetadataRequestData.MetadataRequestTopic()
                        .setName(null)
                        .setTopicId(id)));
    }

    static DeleteTopicsRequestData delete(Uuid id) {
        return new DeleteTopicsRequestData()
                .setTimeoutMs(10_000)
                .setTopics(List.of(new DeleteTopicsRequestData.DeleteTopicState()
                        .setName(null)
                        .setTopicId(id)));
    }
}
