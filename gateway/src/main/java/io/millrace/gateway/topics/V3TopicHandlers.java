package io.millrace.gateway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.rights.Rights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;

/** REST Proxy v3: clusters, brokers, topics with their partitions, replicas and configs; creates and deletes topics. */
public final class V3TopicHandlers {
    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;
    private final KnownTopics known;
    private final Rights rights;

    public V3TopicHandlers(Clients clients, Cluster cluster, Topics topics, KnownTopics known, Rights rights) {
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.known = known;
        this.rights = rights;
    }

    /** {@code GET /v3/clusters}. */
    public CompletionStage<Reply> clusters(Exchange exchange) {
        return cluster.id().thenApply(id -> Reply.ok(new V3Documents(exchange, id).clusters()));
    }

    /** {@code GET /v3/clusters/{cluster}}. */
    public CompletionStage<Reply> cluster(Exchange exchange) {
        return documents(exchange).thenApply(documents -> Reply.ok(documents.cluster()));
    }

    /** {@code GET .../brokers}. */
    public CompletionStage<Reply> brokers(Exchange exchange) {
        return documents(exchange)
                .thenCombine(
                        topics.brokers(),
                        (documents, ids) -> Reply.ok(
                                documents.list("KafkaBrokerList", "/brokers", ids, id -> broker(documents, id))));
    }

    private static ObjectNode broker(V3Documents documents, int id) {
        return documents
                .resource("KafkaBroker", "/brokers/" + id, "/broker=" + id)
                .put("broker_id", id);
    }

    /** {@code GET .../topics}. */
    public CompletionStage<Reply> list(Exchange exchange) {
        return documents(exchange)
                .thenCombine(
                        topics.names().thenCompose(names -> topics.find(rights.visible(exchange.context(), names))),
                        (documents, found) ->
                                Reply.ok(documents.list("KafkaTopicList", "/topics", found, documents::topic)));
    }

    /** {@code GET .../topics/{topic}}. */
    public CompletionStage<Reply> show(Exchange exchange) {
        return documents(exchange)
                .thenCombine(
                        topics.find(exchange.part("topic")), (documents, found) -> Reply.ok(documents.topic(found)));
    }

    /** {@code POST .../topics}: 201. */
    public CompletionStage<Reply> create(Exchange exchange) {
        return documents(exchange).thenCompose(documents -> {
            NewTopic topic = newTopic(Json.readObject(exchange.body(), "The body"));
            rights.requireCreation(exchange.context(), topic.name());
            return clients.admin()
                    .createTopics(List.of(topic))
                    .values()
                    .get(topic.name())
                    .toCompletionStage()
                    .thenCompose(done -> topics.find(topic.name()))
                    .thenApply(found -> Reply.of(201, documents.topic(found)));
        });
    }

    private static NewTopic newTopic(JsonNode body) {
        String name = body.path("topic_name").textValue();
        if (name == null || name.isBlank()) {
            throw new HttpProblemException(400, "topic_name is missing");
        }
        Map<String, String> configs = new LinkedHashMap<>();
        for (JsonNode each : body.path("configs")) {
            if (!each.path("name").isTextual() || !each.hasNonNull("value")) {
                throw new HttpProblemException(400, "a config is an object with name and value");
            }
            configs.put(each.path("name").textValue(), each.path("value").asText());
        }
        return new NewTopic(
                        name,
                        number(body, "partitions_count", Integer.MAX_VALUE),
                        number(body, "replication_factor", Short.MAX_VALUE).map(Integer::shortValue))
                .configs(configs);
    }

    /** Empty leaves it to the cluster's defaults. */
    private static Optional<Integer> number(JsonNode body, String field, int max) {
        JsonNode written = body.path(field);
        if (written.isMissingNode() || written.isNull()) {
            return Optional.empty();
        }
        if (!written.isInt() || written.intValue() < 1 || written.intValue() > max) {
            throw new HttpProblemException(400, field + " is a number from 1 to " + max);
        }
        return Optional.of(written.intValue());
    }

    /** {@code DELETE .../topics/{topic}}: 204. */
    public CompletionStage<Reply> delete(Exchange exchange) {
        String topic = exchange.part("topic");
        return cluster.require(exchange)
                .thenCompose(id -> topics.find(topic))
                .thenCompose(found -> clients.admin()
                        .deleteTopics(List.of(topic))
                        .topicNameValues()
                        .get(topic)
                        .toCompletionStage())
                .thenApply(done -> {
                    known.forget(topic);
                    return Reply.empty(204);
                });
    }

    /** {@code GET .../topics/{topic}/configs}. */
    public CompletionStage<Reply> configs(Exchange exchange) {
        String topic = exchange.part("topic");
        return documents(exchange)
                .thenCombine(
                        topics.find(topic).thenCompose(found -> topics.config(topic)),
                        (documents, config) -> Reply.ok(documents.list(
                                "KafkaTopicConfigList",
                                V3Documents.path("topics", topic) + "/configs",
                                Topics.sorted(config),
                                entry -> config(documents, topic, entry))));
    }

    private static ObjectNode config(V3Documents documents, String topic, ConfigEntry entry) {
        ObjectNode document = documents.resource(
                "KafkaTopicConfig",
                V3Documents.path("topics", topic) + "/configs/" + entry.name(),
                "/topic=" + topic + "/config=" + entry.name());
        document.put("topic_name", topic).put("name", entry.name()).put("value", entry.value());
        document.put("is_default", entry.isDefault()).put("is_read_only", entry.isReadOnly());
        document.put("is_sensitive", entry.isSensitive())
                .put("source", entry.source().name());
        ArrayNode synonyms = document.putArray("synonyms");
        entry.synonyms().forEach(each -> synonyms.addObject()
                .put("name", each.name())
                .put("value", each.value())
                .put("source", each.source().name()));
        return document;
    }

    /** {@code GET .../topics/{topic}/partitions}. */
    public CompletionStage<Reply> partitions(Exchange exchange) {
        String topic = exchange.part("topic");
        return documents(exchange)
                .thenCombine(
                        topics.find(topic),
                        (documents, found) -> Reply.ok(documents.list(
                                "KafkaPartitionList",
                                V3Documents.path("topics", topic) + "/partitions",
                                found.partitions(),
                                each -> documents.partition(topic, each))));
    }

    /** {@code GET .../topics/{topic}/partitions/{partition}}. */
    public CompletionStage<Reply> partition(Exchange exchange) {
        String topic = exchange.part("topic");
        return documents(exchange)
                .thenCombine(
                        topics.partition(topic, exchange.partition("partition")),
                        (documents, found) -> Reply.ok(documents.partition(topic, found)));
    }

    /** {@code GET .../partitions/{partition}/replicas}. */
    public CompletionStage<Reply> replicas(Exchange exchange) {
        String topic = exchange.part("topic");
        return documents(exchange)
                .thenCombine(
                        topics.partition(topic, exchange.partition("partition")),
                        (documents, found) -> Reply.ok(documents.list(
                                "KafkaReplicaList",
                                V3Documents.path("topics", topic) + "/partitions/" + found.number() + "/replicas",
                                found.replicas(),
                                broker -> documents.replica(topic, found, broker))));
    }

    private CompletionStage<V3Documents> documents(Exchange exchange) {
        return cluster.require(exchange).thenApply(id -> new V3Documents(exchange, id));
    }
}
