package io.millrace.broker.server.api.groups;

import io.millrace.broker.server.request.Access;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestGroup;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopics;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseGroup;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartitions;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopics;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.ResourceType;

/** The part of a group's offsets that a client sees: topics that it may not describe are refused, or left out of all. */
final class VisibleOffsets {

    private final Access access;
    private final RequestContext context;
    private final OffsetFetchRequestGroup asked;
    private final List<OffsetFetchRequestTopics> refused;

    private VisibleOffsets(
            Access access,
            RequestContext context,
            OffsetFetchRequestGroup asked,
            List<OffsetFetchRequestTopics> refused) {
        this.access = access;
        this.context = context;
        this.asked = asked;
        this.refused = refused;
    }

    static VisibleOffsets of(Access access, RequestContext context, OffsetFetchRequestGroup group) {
        if (!access.enforced() || group.topics() == null) {
            return new VisibleOffsets(access, context, group, List.of());
        }
        List<OffsetFetchRequestTopics> kept = new ArrayList<>();
        List<OffsetFetchRequestTopics> refused = new ArrayList<>();
        for (OffsetFetchRequestTopics topic : group.topics()) {
            (access.topic(context, AclOperation.DESCRIBE, topic.name()) ? kept : refused).add(topic);
        }
        return new VisibleOffsets(access, context, group.duplicate().setTopics(kept), refused);
    }

    /** What the group is asked for. */
    OffsetFetchRequestGroup asked() {
        return asked;
    }

    /** The group's answer as the client sees it. */
    OffsetFetchResponseGroup complete(OffsetFetchResponseGroup found) {
        if (!access.enforced() || found.errorCode() != Errors.NONE.code()) {
            return found;
        }
        List<OffsetFetchResponseTopics> topics = new ArrayList<>(found.topics());
        if (asked.topics() == null) {
            topics.removeIf(
                    topic -> !access.mayQuietly(context, AclOperation.DESCRIBE, ResourceType.TOPIC, topic.name()));
        }
        refused.forEach(topic -> topics.add(refuse(topic)));
        return found.setTopics(topics);
    }

    private static OffsetFetchResponseTopics refuse(OffsetFetchRequestTopics topic) {
        return new OffsetFetchResponseTopics()
                .setName(topic.name())
                .setPartitions(topic.partitionIndexes().stream()
                        .map(index -> new OffsetFetchResponsePartitions()
                                .setPartitionIndex(index)
                                .setCommittedOffset(-1)
                                .setCommittedLeaderEpoch(-1)
                                .setMetadata("")
                                .setErrorCode(Errors.TOPIC_AUTHORIZATION_FAILED.code()))
                        .toList());
    }
}
