package io.millrace.gateway.consume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.consume.PartitionRead.Bounds;
import io.millrace.gateway.consume.PartitionRead.Found;
import io.millrace.gateway.consume.PartitionRead.Spot;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.http.Surface;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.records.RecordDecoder;
import io.millrace.gateway.records.RecordWriter;
import io.millrace.gateway.topics.KnownTopics;
import io.millrace.gateway.topics.Topics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code GET /topics/{topic}/partitions/{partition}/records}: records from an offset on. The gateway keeps nothing for its
 * reader: every answer says where to go on, and any gateway can.
 */
public final class ReadHandlers implements AutoCloseable {
    private static final Set<String> PARAMETERS =
            Set.of("offset", "timestamp", "max_wait_ms", "max_bytes", "max_records");
    private static final long LOOK_AFTER_MS = 10_000;

    private final KnownTopics known;
    private final Topics topics;
    private final ReadSpots spots;
    private final ReadPool pool;
    private final ConsumerThreads threads;
    private final RecordDecoder decoder;
    private final AnswerBudget answers;
    private final int answerBytes;
    private final IsolationLevel isolation;

    public ReadHandlers(
            Clients clients,
            KnownTopics known,
            Topics topics,
            ConsumerThreads threads,
            RecordDecoder decoder,
            AnswerBudget answers,
            ReadLimits limits) {
        this.known = known;
        this.topics = topics;
        this.threads = threads;
        this.decoder = decoder;
        this.answers = answers;
        this.answerBytes = limits.answerBytes();
        this.spots = new ReadSpots(clients);
        this.pool = new ReadPool(clients.settings(), limits.consumers());
        this.isolation = clients.settings().isolation();
        threads.every(pool::closeIdle, LOOK_AFTER_MS);
    }

    /** One read. */
    public CompletionStage<Reply> read(Exchange exchange) {
        ReadQuery.requireKnown(exchange, PARAMETERS);
        boolean lines = exchange.type().is(Surface.NDJSON);
        RecordWriter writer = ReadQuery.writer(exchange, decoder);
        IsolationLevel level = ReadQuery.isolation(exchange, isolation);
        ReadStart start = ReadStart.of(exchange);
        Bounds bounds = new Bounds(
                (int) exchange.number("max_records", ReadQuery.RECORDS, 1, ReadQuery.RECORDS_MAX),
                (int) exchange.number("max_bytes", Math.min(ReadQuery.BYTES, answerBytes), 1, answerBytes),
                exchange.number("max_wait_ms", 0, 0, ReadQuery.WAIT_MAX_MS));
        TopicPartition partition = new TopicPartition(exchange.part("topic"), exchange.partition("partition"));
        AnswerBytes answer = answers.open(exchange.context().log().whenComplete());
        return known.partitions(partition.topic())
                .thenCompose(partitions -> {
                    KnownTopics.require(partition.partition(), partitions);
                    return place(partition, start, level);
                })
                .thenCompose(place -> read(exchange, place, level, bounds, answer))
                .thenApplyAsync(
                        found -> reply(found, answer, writer, lines),
                        exchange.context().blockingTaskExecutor());
    }

    /** Where a read begins, and of which topic: another may have got its name since somebody read there. */
    private record Place(TopicIdPartition partition, Spot spot) {}

    private CompletionStage<Place> place(TopicPartition partition, ReadStart start, IsolationLevel level) {
        CompletionStage<Spot> spot = spots.find(partition, start, level);
        return topics.find(partition.topic()).thenCompose(topic -> {
            KnownTopics.require(partition.partition(), topic.partitions().size());
            return spot.thenApply(found -> new Place(new TopicIdPartition(topic.id(), partition), found));
        });
    }

    private CompletionStage<Found> read(
            Exchange exchange, Place place, IsolationLevel level, Bounds bounds, AnswerBytes answer) {
        Spot spot = place.spot();
        if (bounds.waitMs() == 0 && spot.offset() >= spot.end()) {
            return CompletableFuture.completedFuture(new Found(List.of(), spot.offset(), spot.beginning(), spot.end()));
        }
        return PartitionRead.start(
                new PartitionRead.Means(pool, threads, pool.take(place.partition(), spot.offset(), level), answer),
                place.partition(),
                spot,
                bounds,
                exchange.context().whenRequestCancelled());
    }

    private Reply reply(Found found, AnswerBytes answer, RecordWriter writer, boolean lines) {
        if (found.records().isEmpty() && answer.isRefused()) {
            throw answers.noRoom();
        }
        ObjectNode document = Json.object();
        ArrayNode records = document.putArray("records");
        found.records().forEach(each -> records.add(writer.document(each)));
        document.put("next_offset", found.next())
                .put("beginning_offset", found.beginning())
                .put("end_offset", found.end());
        return Reply.ok(lines ? records : document)
                .with("Millrace-Next-Offset", Long.toString(found.next()))
                .with("Millrace-End-Offset", Long.toString(found.end()));
    }

    /** Ends the reads that wait. */
    @Override
    public void close() {
        pool.close();
    }
}
