package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.once.IdempotencyKey;
import io.millrace.gateway.once.KeyedRequests;
import io.millrace.gateway.once.Work;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.KnownTopics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** REST Proxy v3: {@code POST .../topics/{topic}/records}, a stream of records, and {@code records:batch}, a few of them. */
public final class V3ProduceHandlers {
    private static final int ENTRIES_MAX = 10;
    private static final int ID_LENGTH_MAX = 80;
    private static final int PRODUCE_BATCH = 42208;

    private final Cluster cluster;
    private final KnownTopics topics;
    private final Schemas schemas;
    private final RecordSender sender;
    private final KeyedRequests keyed;
    private final Endpoints endpoints;

    public V3ProduceHandlers(
            Cluster cluster,
            KnownTopics topics,
            Schemas schemas,
            RecordSender sender,
            KeyedRequests keyed,
            Endpoints endpoints) {
        this.cluster = cluster;
        this.topics = topics;
        this.schemas = schemas;
        this.sender = sender;
        this.keyed = keyed;
        this.endpoints = endpoints;
    }

    /** Finds the topic; then every object is a record. */
    public CompletionStage<Endpoints.Step> stream(Exchange exchange) {
        String topic = exchange.part("topic");
        IdempotencyKey.refuse(exchange.headers(), "records:batch takes one");
        Schemas own = schemas.by(exchange.context());
        RecordSender.Way way = sender.within(Room.ofStream());
        return cluster.require(exchange).thenCombine(topics.partitions(topic), (clusterId, partitions) -> text -> {
            JsonNode entry = Json.readObject(text, "The record");
            return V3Entry.read(entry, topic, partitions, own)
                    .sent(way, clusterId, topic)
                    .thenApply(JsonNode.class::cast);
        });
    }

    /** At most ten records, each with an id by which its result is told. */
    public CompletionStage<Reply> batch(Exchange exchange) {
        String topic = exchange.part("topic");
        return cluster.require(exchange)
                .thenCombine(
                        topics.partitions(topic), (clusterId, partitions) -> new Target(clusterId, topic, partitions))
                .thenComposeAsync(
                        target -> batch(target, exchange), exchange.context().blockingTaskExecutor());
    }

    private record Target(String clusterId, String topic, int partitions) {}

    private CompletionStage<Reply> batch(Target target, Exchange exchange) {
        Optional<String> key = IdempotencyKey.of(exchange.headers());
        if (key.isPresent()) {
            Work work = new KeyedBatch(target.clusterId(), target.topic(), endpoints, () -> read(target, exchange));
            return keyed.answer(exchange, key.get(), exchange.body(), work).thenApply(KeyedReplies::of);
        }
        RecordSender.Way way = sender.within(Room.ofRequest());
        List<CompletableFuture<ObjectNode>> results = new ArrayList<>();
        for (KeyedBatch.Entry entry : read(target, exchange)) {
            results.add(result(target, entry, way));
        }
        return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
                .thenApplyAsync(
                        done -> Reply.ok(document(
                                results.stream().map(CompletableFuture::join).toList())),
                        exchange.context().blockingTaskExecutor());
    }

    static ObjectNode document(List<ObjectNode> results) {
        ObjectNode document = Json.object();
        ArrayNode successes = document.putArray("successes");
        ArrayNode failures = document.putArray("failures");
        for (ObjectNode each : results) {
            (each.path("error_code").asInt() == 200 ? successes : failures).add(each);
        }
        return document;
    }

    private List<KeyedBatch.Entry> read(Target target, Exchange exchange) {
        JsonNode entries = Json.readObject(exchange.body(), "The body").path("entries");
        requireIds(entries);
        Schemas own = schemas.by(exchange.context());
        List<KeyedBatch.Entry> read = new ArrayList<>();
        for (JsonNode each : entries) {
            String id = each.path("id").textValue();
            try {
                read.add(new KeyedBatch.Entry(id, V3Entry.read(each, target.topic(), target.partitions(), own), null));
            } catch (RuntimeException e) {
                read.add(new KeyedBatch.Entry(id, null, e));
            }
        }
        return read;
    }

    private CompletableFuture<ObjectNode> result(Target target, KeyedBatch.Entry entry, RecordSender.Way way) {
        CompletableFuture<ObjectNode> sent = entry.failure() == null
                ? entry.record().sent(way, target.clusterId(), target.topic())
                : CompletableFuture.failedFuture(entry.failure());
        return sent.exceptionally(endpoints::failed).thenApply(entry::named);
    }

    private static void requireIds(JsonNode entries) {
        if (!entries.isArray() || entries.isEmpty() || entries.size() > ENTRIES_MAX) {
            throw new HttpProblemException(
                    422, PRODUCE_BATCH, "entries is an array of one to " + ENTRIES_MAX + " records");
        }
        Set<String> seen = new HashSet<>();
        for (JsonNode each : entries) {
            String id = each.path("id").textValue();
            if (id == null || id.isEmpty() || id.length() > ID_LENGTH_MAX || !seen.add(id)) {
                throw new HttpProblemException(
                        422,
                        PRODUCE_BATCH,
                        "each entry has an id of its own, of one to " + ID_LENGTH_MAX + " characters");
            }
        }
    }
}
