package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.kafka.KafkaProblems;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.Topics;
import io.millrace.gateway.topics.V3Documents;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.PartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** REST Proxy v3: the partitions whose replicas are moving (KIP-455). */
public final class ReassignmentHandlers {
    private static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;

    public ReassignmentHandlers(Clients clients, Cluster cluster, Topics topics) {
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
    }

    /** {@code GET .../topics/-/partitions/-/reassignment}. */
    public CompletionStage<Reply> all(Exchange exchange) {
        return list(exchange, "/topics/-", moving(Optional.empty()));
    }

    /** {@code GET .../topics/{topic}/partitions/-/reassignment}. */
    public CompletionStage<Reply> ofTopic(Exchange exchange) {
        String topic = exchange.part("topic");
        return list(
                exchange,
                V3Documents.path("topics", topic),
                topics.find(topic)
                        .thenCompose(found -> moving(Optional.of(found.partitions().stream()
                                .map(each -> new TopicPartition(topic, each.number()))
                                .collect(Collectors.toSet())))));
    }

    /** {@code GET .../topics/{topic}/partitions/{partition}/reassignment}: 404 where nothing moves. */
    public CompletionStage<Reply> ofPartition(Exchange exchange) {
        TopicPartition partition = new TopicPartition(exchange.part("topic"), exchange.partition("partition"));
        return cluster.require(exchange)
                .thenCombine(
                        topics.partition(partition.topic(), partition.partition())
                                .thenCompose(found -> moving(Optional.of(Set.of(partition)))),
                        (id, found) -> found.stream()
                                .findFirst()
                                .map(each -> Reply.ok(document(new V3Documents(exchange, id), each)))
                                .orElseThrow(() -> new HttpProblemException(
                                        404, "No replica of the partition " + partition + " is moving")));
    }

    private CompletionStage<Reply> list(
            Exchange exchange,
            String path,
            CompletionStage<List<Map.Entry<TopicPartition, PartitionReassignment>>> moving) {
        return cluster.require(exchange).thenCombine(moving, (id, found) -> {
            V3Documents documents = new V3Documents(exchange, id);
            return Reply.ok(documents.list(
                    "KafkaReassignmentList",
                    path + "/partitions/-/reassignment",
                    found,
                    each -> document(documents, each)));
        });
    }

    /** Of all partitions, or of these; sorted. */
    private CompletionStage<List<Map.Entry<TopicPartition, PartitionReassignment>>> moving(
            Optional<Set<TopicPartition>> partitions) {
        var asked = partitions
                .map(some -> clients.admin().listPartitionReassignments(some))
                .orElseGet(() -> clients.admin().listPartitionReassignments());
        return asked.reassignments()
                .toCompletionStage()
                .thenApply(found -> found.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey(ORDER))
                        .toList())
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(problem(Topics.cause(failure))));
    }

    /** A cluster that does not know the question says so in words of the protocol, which help nobody. */
    static Throwable problem(Throwable failure) {
        return failure instanceof UnsupportedVersionException
                ? new HttpProblemException(
                        500,
                        KafkaProblems.KAFKA_ERROR,
                        "The cluster does not list reassignments: its brokers do not answer ListPartitionReassignments,"
                                + " which Kafka has since 2.4")
                : failure;
    }

    private static ObjectNode document(
            V3Documents documents, Map.Entry<TopicPartition, PartitionReassignment> reassignment) {
        String topic = reassignment.getKey().topic();
        int partition = reassignment.getKey().partition();
        String path = V3Documents.path("topics", topic) + "/partitions/" + partition;
        ObjectNode document = documents
                .resource(
                        "KafkaReassignment",
                        path + "/reassignment",
                        "/topic=" + topic + "/partition=" + partition + "/reassignment")
                .put("topic_name", topic)
                .put("partition_id", partition);
        ArrayNode adding = document.putArray("adding_replicas");
        reassignment.getValue().addingReplicas().forEach(adding::add);
        ArrayNode removing = document.putArray("removing_replicas");
        reassignment.getValue().removingReplicas().forEach(removing::add);
        documents.related(document, "replicas", path + "/replicas");
        return document;
    }
}
