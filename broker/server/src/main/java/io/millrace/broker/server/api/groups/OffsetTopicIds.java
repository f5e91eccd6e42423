package io.millrace.broker.server.api.groups;

import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;

/** One group's part of an OffsetFetch by topic ids: offsets are stored by names, so ids become names and come back. */
final class OffsetTopicIds {

    static final short FIRST_VERSION = 10;

    private static final long NO_OFFSET = -1;

    private final MetadataImage image;
    private final OffsetFetchRequestGroup asked;
    private final List<OffsetFetchResponseTopics> unknown = new ArrayList<>();

    OffsetTopicIds(MetadataImage image, OffsetFetchRequestGroup asked) {
        this.image = image;
        this.asked = asked;
    }

    /** The question by names, without topics that do not exist. */
    OffsetFetchRequestGroup named() {
        if (asked.topics() == null) {
            return asked;
        }
        List<OffsetFetchRequestTopics> known = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : asked.topics()) {
            Optional<TopicImage> found = image.topics().find(topic.topicId());
            found.ifPresentOrElse(
                    present -> known.add(topic.duplicate().setName(present.name())), () -> unknown.add(refused(topic)));
        }
        return asked.duplicate().setTopics(known);
    }

    /** The answer by ids. Of a topic that is gone only the name is left, and nobody asks by that. */
    OffsetFetchResponseGroup identified(OffsetFetchResponseGroup answer) {
        List<OffsetFetchResponseTopics> topics = new ArrayList<>();
        for (OffsetFetchResponseTopics topic : answer.topics()) {
            image.topics().find(topic.name()).ifPresent(present -> topics.add(topic.setTopicId(present.id())));
        }
        topics.addAll(unknown);
        return answer.setTopics(topics);
    }

    private static OffsetFetchResponseTopics refused(OffsetFetchRequestTopics topic) {
        return new OffsetFetchResponseTopics()
                .setTopicId(topic.topicId())
                .setPartitions(topic.partitionIndexes().stream()
                        .map(index -> new OffsetFetchResponsePartitions()
                                .setPartitionIndex(index)
                                .setCommittedOffset(NO_OFFSET)
                                .setMetadata("")
                                .setErrorCode(Errors.UNKNOWN_TOPIC_ID.code()))
                        .toList());
    }
}
