package io.millrace.broker.server.fetch;

import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;

/**
 * What a fetch asks of one partition.
 *
 * @param topicId the topic, from version 13 on, else {@link Uuid#ZERO_UUID}
 * @param topic the topic's name before version 13, else empty
 * @param wanted the partition, the offset and the bounds, as they came over the wire
 */
public record AskedPartition(Uuid topicId, String topic, FetchPartition wanted) {

    /** Says whether the other is a partition of the same topic. */
    public boolean isOfSameTopicAs(AskedPartition other) {
        return topicId.equals(other.topicId) && topic.equals(other.topic);
    }

    Key key() {
        return new Key(topicId, topic, wanted.partition());
    }

    /** What identifies the partition in a session. */
    record Key(Uuid topicId, String topic, int partition) {}
}
