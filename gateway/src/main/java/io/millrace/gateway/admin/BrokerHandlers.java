package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.TopicPartitions;
import io.millrace.gateway.topics.Topics;
import io.millrace.gateway.topics.V3Documents;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Node;

/** REST Proxy v3: the brokers that are there. */
public final class BrokerHandlers {
    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;
    private final Rights rights;

    public BrokerHandlers(Clients clients, Cluster cluster, Topics topics, Rights rights) {
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.rights = rights;
    }

    private record Replica(String topic, TopicPartitions.Partition partition) {}

    /** {@code GET .../brokers}. */
    public CompletionStage<Reply> list(Exchange exchange) {
        return cluster.require(exchange).thenCombine(nodes(), (id, nodes) -> {
            V3Documents documents = new V3Documents(exchange, id);
            return Reply.ok(documents.list("KafkaBrokerList", "/brokers", nodes, node -> document(documents, node)));
        });
    }

    /** {@code GET .../brokers/{broker}}. */
    public CompletionStage<Reply> show(Exchange exchange) {
        int broker = ConfigScope.broker(exchange);
        return cluster.require(exchange).thenCombine(nodes(), (id, nodes) -> nodes.stream()
                .filter(node -> node.id() == broker)
                .findFirst()
                .map(node -> Reply.ok(document(new V3Documents(exchange, id), node)))
                .orElseThrow(() -> ConfigScope.noBroker(exchange.part("broker"))));
    }

    /** {@code GET .../brokers/{broker}/partition-replicas}: those of topics that the caller may see. */
    public CompletionStage<Reply> replicas(Exchange exchange) {
        int broker = ConfigScope.broker(exchange);
        return cluster.require(exchange)
                .thenCombine(nodes().thenCompose(nodes -> held(exchange, nodes, broker)), (id, held) -> {
                    V3Documents documents = new V3Documents(exchange, id);
                    return Reply.ok(documents.list(
                            "KafkaReplicaList",
                            "/brokers/" + broker + "/partition-replicas",
                            held,
                            each -> documents.replica(each.topic(), each.partition(), broker)));
                });
    }

    private CompletionStage<List<Replica>> held(Exchange exchange, List<Node> nodes, int broker) {
        if (nodes.stream().noneMatch(node -> node.id() == broker)) {
            throw ConfigScope.noBroker(exchange.part("broker"));
        }
        return topics.names()
                .thenCompose(names -> topics.find(rights.visible(exchange.context(), names)))
                .thenApply(found -> found.stream()
                        .flatMap(topic -> topic.partitions().stream()
                                .filter(each -> each.replicas().contains(broker))
                                .map(each -> new Replica(topic.name(), each)))
                        .toList());
    }

    private CompletionStage<List<Node>> nodes() {
        return clients.admin().describeCluster().nodes().toCompletionStage().thenApply(nodes -> nodes.stream()
                .sorted(Comparator.comparingInt(Node::id))
                .toList());
    }

    private static ObjectNode document(V3Documents documents, Node node) {
        String path = "/brokers/" + node.id();
        ObjectNode document = documents
                .resource("KafkaBroker", path, "/broker=" + node.id())
                .put("broker_id", node.id())
                .put("host", node.host())
                .put("port", node.port())
                .put("rack", node.rack());
        documents.related(document, "configs", path + "/configs");
        documents.related(document, "partition_replicas", path + "/partition-replicas");
        return document;
    }
}
