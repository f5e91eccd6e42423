package io.millrace.gateway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.rights.Rights;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewPartitions;

/** REST Proxy v3: creates topics, gives them more partitions, and deletes them. */
public final class V3TopicChangeHandlers {
    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;
    private final RecentTopics recent;
    private final KnownTopics known;
    private final Rights rights;

    public V3TopicChangeHandlers(
            Clients clients, Cluster cluster, Topics topics, RecentTopics recent, KnownTopics known, Rights rights) {
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.recent = recent;
        this.known = known;
        this.rights = rights;
    }

    /** {@code POST .../topics}: 201; 200 if it is only tried. */
    public CompletionStage<Reply> create(Exchange exchange) {
        return documents(exchange).thenCompose(documents -> {
            WishedTopic wished = WishedTopic.of(Json.readObject(exchange.body(), "The body"));
            String name = wished.topic().name();
            rights.requireCreation(exchange.context(), name);
            CreateTopicsResult result = clients.admin()
                    .createTopics(
                            List.of(wished.topic()), new CreateTopicsOptions().validateOnly(wished.validateOnly()));
            if (wished.validateOnly()) {
                return made(documents, name, result).thenApply(Reply::ok);
            }
            return result.values()
                    .get(name)
                    .toCompletionStage()
                    .thenCompose(done -> {
                        recent.made(name, Math.max(1, wished.topic().numPartitions()));
                        return topics.find(name).thenApply(documents::topic);
                    })
                    // The broker that is asked may be cut off, and not hear of it in time.
                    .exceptionallyCompose(failure -> result.all().isCompletedExceptionally()
                            ? CompletableFuture.failedFuture(failure)
                            : made(documents, name, result))
                    .thenApply(document -> Reply.of(201, document));
        });
    }

    /** The topic as it is made, or would be. */
    private static CompletionStage<ObjectNode> made(V3Documents documents, String name, CreateTopicsResult result) {
        return result.replicationFactor(name)
                .toCompletionStage()
                .thenCombine(
                        result.numPartitions(name).toCompletionStage(),
                        (replicas, partitions) -> documents.topic(name, false, replicas, partitions));
    }

    /** {@code PATCH .../topics/{topic}} with {@code {"partitions_count": 3}}: the topic with more partitions. */
    public CompletionStage<Reply> grow(Exchange exchange) {
        String topic = exchange.part("topic");
        JsonNode body = Json.readObject(exchange.body(), "The body");
        int partitions = WishedTopic.required(body, "partitions_count", Integer.MAX_VALUE);
        return documents(exchange)
                // As it will be: the broker that is asked afterwards may not have heard of it yet.
                .thenCombine(topics.find(topic), (documents, found) -> documents.topic(found, partitions))
                .thenCompose(document -> clients.admin()
                        .createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                        .values()
                        .get(topic)
                        .toCompletionStage()
                        .thenApply(done -> {
                            recent.made(topic, partitions);
                            known.forget(topic);
                            return Reply.ok(document);
                        }));
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
                    recent.deleted(topic);
                    known.forget(topic);
                    return Reply.empty(204);
                });
    }

    private CompletionStage<V3Documents> documents(Exchange exchange) {
        return cluster.require(exchange).thenApply(id -> new V3Documents(exchange, id));
    }
}
