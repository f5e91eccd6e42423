package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.topics.V3Documents;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;

/** The shapes of REST Proxy v3 for consumer groups. */
final class GroupDocuments {
    private static final String GROUP = "consumer_group_id";
    private static final String CONSUMER = "consumer_id";

    private final V3Documents documents;

    GroupDocuments(V3Documents documents) {
        this.documents = documents;
    }

    static String path(String group) {
        return V3Documents.path("consumer-groups", group);
    }

    static String consumers(String group) {
        return path(group) + "/consumers";
    }

    private static String consumer(String group, String member) {
        return path(group) + V3Documents.path("consumers", member);
    }

    static String assignments(String group, String member) {
        return consumer(group, member) + "/assignments";
    }

    static String lags(String group) {
        return path(group) + "/lags";
    }

    private static String lag(String group, TopicPartition partition) {
        return path(group) + V3Documents.path("lags", partition.topic()) + "/partitions/" + partition.partition();
    }

    <T> ObjectNode list(String kind, String path, List<T> items, java.util.function.Function<T, ObjectNode> shown) {
        return documents.list(kind, path, items, shown);
    }

    ObjectNode group(ConsumerGroupDescription group) {
        String id = group.groupId();
        ObjectNode document = documents
                .resource("KafkaConsumerGroup", path(id), "/consumer-group=" + id)
                .put(GROUP, id)
                .put("is_simple", group.isSimpleConsumerGroup())
                .put("partition_assignor", group.partitionAssignor())
                .put("state", group.groupState().name())
                .put("type", group.type().name())
                .put("is_mixed_consumer_group", isMixed(group));
        if (group.coordinator() == null || group.coordinator().isEmpty()) {
            document.putNull("coordinator");
        } else {
            documents.related(
                    document, "coordinator", "/brokers/" + group.coordinator().id());
        }
        documents.related(document, "consumers", consumers(id));
        documents.related(document, "lag_summary", path(id) + "/lag-summary");
        return document;
    }

    /** Whether some of its members speak the older protocol. */
    private static boolean isMixed(ConsumerGroupDescription group) {
        return group.type() == GroupType.CONSUMER
                && group.members().stream().anyMatch(each -> each.upgraded().equals(Optional.of(false)));
    }

    ObjectNode consumer(String group, MemberDescription member) {
        ObjectNode document = documents
                .resource(
                        "KafkaConsumer",
                        consumer(group, member.consumerId()),
                        "/consumer-group=" + group + "/consumer=" + member.consumerId())
                .put(GROUP, group)
                .put(CONSUMER, member.consumerId())
                .put("instance_id", member.groupInstanceId().orElse(null))
                .put("client_id", member.clientId());
        documents.related(document, "assignments", assignments(group, member.consumerId()));
        return document;
    }

    ObjectNode assignment(String group, String member, TopicPartition partition) {
        ObjectNode document = documents
                .resource(
                        "KafkaConsumerAssignment",
                        consumer(group, member) + V3Documents.path("assignments", partition.topic()) + "/partitions/"
                                + partition.partition(),
                        "/consumer-group=" + group + "/consumer=" + member + "/assignment=" + partition)
                .put(GROUP, group)
                .put(CONSUMER, member)
                .put("topic_name", partition.topic())
                .put("partition_id", partition.partition());
        documents.related(
                document,
                "partition",
                V3Documents.path("topics", partition.topic()) + "/partitions/" + partition.partition());
        documents.related(document, "lag", lag(group, partition));
        return document;
    }

    ObjectNode lag(String group, GroupLags.Lag lag) {
        TopicPartition partition = lag.partition();
        ObjectNode document = documents
                .resource(
                        "KafkaConsumerLag",
                        lag(group, partition),
                        "/consumer-group=" + group + "/lag=" + partition.topic() + "/partition="
                                + partition.partition())
                .put(GROUP, group)
                .put("topic_name", partition.topic())
                .put("partition_id", partition.partition())
                .put("current_offset", lag.current())
                .put("log_end_offset", lag.end())
                .put("lag", lag.lag());
        MemberDescription member = lag.member();
        document.put(CONSUMER, member == null ? "" : member.consumerId());
        document.put(
                "instance_id", member == null ? null : member.groupInstanceId().orElse(null));
        return document.put("client_id", member == null ? "" : member.clientId());
    }

    ObjectNode summary(String group, List<GroupLags.Lag> lags, GroupLags.Lag most) {
        MemberDescription member = most.member();
        String path = path(group) + "/lag-summary";
        ObjectNode document = documents
                .resource("KafkaConsumerGroupLagSummary", path, "/consumer-group=" + group + "/lag-summary")
                .put(GROUP, group)
                .put("max_lag_consumer_id", member == null ? "" : member.consumerId())
                .put(
                        "max_lag_instance_id",
                        member == null ? null : member.groupInstanceId().orElse(null))
                .put("max_lag_client_id", member == null ? "" : member.clientId())
                .put("max_lag_topic_name", most.partition().topic())
                .put("max_lag_partition_id", most.partition().partition())
                .put("max_lag", most.lag())
                .put("total_lag", lags.stream().mapToLong(GroupLags.Lag::lag).sum());
        if (member == null) {
            document.putNull("max_lag_consumer");
        } else {
            documents.related(document, "max_lag_consumer", consumer(group, member.consumerId()));
        }
        documents.related(
                document,
                "max_lag_partition",
                V3Documents.path("topics", most.partition().topic()) + "/partitions/"
                        + most.partition().partition());
        return document;
    }
}
