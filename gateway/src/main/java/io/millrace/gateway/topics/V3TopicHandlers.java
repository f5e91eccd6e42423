package io.millrace.gateway.topics;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.apache.kafka.clients.admin.NewTopic;

/** REST Proxy v3: clusters, topics with their partitions and replicas; creates and deletes topics. */
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

    /** {@code GET .../partitions/{partition}/replicas/{broker}}. */
    public CompletionStage<Reply> replica(Exchange exchange) {
        String topic = exchange.part("topic");
        String broker = exchange.part("broker");
        return documents(exchange)
                .thenCombine(
                        topics.partition(topic, exchange.partition("partition")),
                        (documents, found) -> found.replicas().stream()
                                .filter(each -> Integer.toString(each).equals(broker))
                                .findFirst()
                                .map(each -> Reply.ok(documents.replica(topic, found, each)))
                                .orElseThrow(() -> new HttpProblemException(
                                        404, "Broker " + broker + " has no replica of the partition")));
    }

    private CompletionStage<V3Documents> documents(Exchange exchange) {
        return cluster.require(exchange).thenApply(id -> new V3Documents(exchange, id));
    }
}
