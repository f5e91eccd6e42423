package io.millrace.gateway.topics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The shapes of REST Proxy v3: resources with their links, and lists of them. One request, one thread at a time. */
public final class V3Documents {
    private final String base;
    private final String crn;
    private final String clusterId;

    /** For the answer to a request. */
    public V3Documents(Exchange exchange, String clusterId) {
        String scheme = exchange.context().sessionProtocol().isTls() ? "https" : "http";
        this.base = scheme + "://" + exchange.headers().authority() + "/v3/clusters/";
        this.crn = "crn:///kafka=" + clusterId;
        this.clusterId = clusterId;
    }

    /** A list; {@code path} stands behind the cluster's own, such as {@code /topics}. */
    public <T> ObjectNode list(String kind, String path, List<T> items, Function<T, ObjectNode> shown) {
        ObjectNode document = Json.object().put("kind", kind);
        document.putObject("metadata").put("self", url(path)).putNull("next");
        ArrayNode data = document.putArray("data");
        items.forEach(each -> data.add(shown.apply(each)));
        return document;
    }

    /** All clusters, of which there is one. */
    ObjectNode clusters(Optional<Integer> controller) {
        ObjectNode document = Json.object().put("kind", "KafkaClusterList");
        document.putObject("metadata")
                .put("self", base.substring(0, base.length() - 1))
                .putNull("next");
        document.putArray("data").add(cluster(controller));
        return document;
    }

    ObjectNode cluster(Optional<Integer> controller) {
        ObjectNode document = resource("KafkaCluster", "", "");
        controller.ifPresentOrElse(
                broker -> related(document, "controller", "/brokers/" + broker), () -> document.putNull("controller"));
        related(document, "acls", "/acls");
        related(document, "brokers", "/brokers");
        related(document, "broker_configs", "/broker-configs");
        related(document, "topics", "/topics");
        related(document, "consumer_groups", "/consumer-groups");
        related(document, "partition_reassignments", "/topics/-/partitions/-/reassignment");
        return document;
    }

    ObjectNode topic(TopicPartitions topic) {
        return topic(topic, topic.partitions().size());
    }

    /** The topic with another number of partitions. */
    ObjectNode topic(TopicPartitions topic, int partitions) {
        int replicas = topic.partitions().isEmpty()
                ? 0
                : topic.partitions().get(0).replicas().size();
        return topic(topic.name(), topic.internal(), replicas, partitions);
    }

    ObjectNode topic(String name, boolean isInternal, int replicas, int partitions) {
        String path = path("topics", name);
        ObjectNode document = resource("KafkaTopic", path, "/topic=" + name);
        document.put("topic_name", name).put("is_internal", isInternal);
        document.put("replication_factor", replicas).put("partitions_count", partitions);
        related(document, "partitions", path + "/partitions");
        related(document, "configs", path + "/configs");
        related(document, "partition_reassignments", path + "/partitions/-/reassignment");
        return document;
    }

    ObjectNode partition(String topic, TopicPartitions.Partition partition) {
        String path = path("topics", topic) + "/partitions/" + partition.number();
        ObjectNode document = resource("KafkaPartition", path, "/topic=" + topic + "/partition=" + partition.number());
        document.put("topic_name", topic).put("partition_id", partition.number());
        if (partition.leader() == null) {
            document.putNull("leader");
        } else {
            related(document, "leader", path + "/replicas/" + partition.leader());
        }
        related(document, "replicas", path + "/replicas");
        related(document, "reassignment", path + "/reassignment");
        return document;
    }

    ObjectNode offsets(String topic, int partition, Topics.Offsets offsets) {
        String path = path("topics", topic) + "/partitions/" + partition + "/offset";
        return resource("KafkaPartitionWithOffsets", path, "/topic=" + topic + "/partition=" + partition + "/offset")
                .put("topic_name", topic)
                .put("partition_id", partition)
                .put("earliest_offset", offsets.beginning())
                .put("latest_offset", offsets.end());
    }

    /** A replica of a partition. */
    public ObjectNode replica(String topic, TopicPartitions.Partition partition, int broker) {
        String path = path("topics", topic) + "/partitions/" + partition.number() + "/replicas/" + broker;
        ObjectNode document = resource(
                "KafkaReplica", path, "/topic=" + topic + "/partition=" + partition.number() + "/replica=" + broker);
        document.put("topic_name", topic)
                .put("partition_id", partition.number())
                .put("broker_id", broker);
        document.put("is_leader", partition.leader() != null && partition.leader() == broker);
        document.put("is_in_sync", partition.inSync().contains(broker));
        related(document, "broker", "/brokers/" + broker);
        return document;
    }

    /** A resource of the cluster with what all have; {@code path} and {@code name} stand behind the cluster's own. */
    public ObjectNode resource(String kind, String path, String name) {
        ObjectNode document = Json.object().put("kind", kind);
        document.putObject("metadata").put("self", url(path)).put("resource_name", crn + name);
        return document.put("cluster_id", clusterId);
    }

    /** A link to another resource of the cluster. */
    public void related(ObjectNode document, String field, String path) {
        document.putObject(field).put("related", url(path));
    }

    /** The path of something in a collection, behind the cluster's own. */
    public static String path(String collection, String name) {
        return "/" + collection + "/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String url(String path) {
        return base + clusterId + path;
    }
}
