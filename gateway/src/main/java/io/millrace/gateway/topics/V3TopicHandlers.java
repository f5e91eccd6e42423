package io.millrace.gateway.topics;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.rights.Rights;
import java.util.concurrent.CompletionStage;

/** REST Proxy v3: clusters, topics with their partitions and replicas. */
public final class V3TopicHandlers {
    /** The only one that there is. */
    private static final String BOTH_OFFSETS = "earliest_and_latest";

    private final Cluster cluster;
    private final Topics topics;
    private final Rights rights;

    public V3TopicHandlers(Cluster cluster, Topics topics, Rights rights) {
        this.cluster = cluster;
        this.topics = topics;
        this.rights = rights;
    }

    /** {@code GET /v3/clusters}. */
    public CompletionStage<Reply> clusters(Exchange exchange) {
        return cluster.id()
                .thenCombine(
                        cluster.controller(),
                        (id, controller) -> Reply.ok(new V3Documents(exchange, id).clusters(controller)));
    }

    /** {@code GET /v3/clusters/{cluster}}. */
    public CompletionStage<Reply> cluster(Exchange exchange) {
        return documents(exchange)
                .thenCombine(cluster.controller(), (documents, controller) -> Reply.ok(documents.cluster(controller)));
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

    /** {@code GET .../partitions/{partition}/offset}. */
    public CompletionStage<Reply> offsets(Exchange exchange) {
        String topic = exchange.part("topic");
        int partition = exchange.partition("partition");
        exchange.query("offset_type").filter(type -> !type.equals(BOTH_OFFSETS)).ifPresent(type -> {
            throw new HttpProblemException(400, "offset_type is " + BOTH_OFFSETS + ", not '" + type + "'");
        });
        return documents(exchange)
                .thenCombine(
                        topics.offsets(topic, partition),
                        (documents, found) -> Reply.ok(documents.offsets(topic, partition, found)));
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
