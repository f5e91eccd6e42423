package io.millrace.gateway.produce;

import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.LineAnswer;
import io.millrace.gateway.once.Answer;
import io.millrace.gateway.once.IdempotencyKey;
import io.millrace.gateway.once.KeyedRequests;
import io.millrace.gateway.topics.KnownTopics;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** {@code POST /topics/{topic}/records} with a key: all lines in one transaction, once. */
public final class KeyedLinesHandler {
    private final KnownTopics topics;
    private final Schemas schemas;
    private final KeyedRequests keyed;
    private final Endpoints endpoints;

    public KeyedLinesHandler(KnownTopics topics, Schemas schemas, KeyedRequests keyed, Endpoints endpoints) {
        this.topics = topics;
        this.schemas = schemas;
        this.keyed = keyed;
        this.endpoints = endpoints;
    }

    /** Blocks. */
    public CompletionStage<LineAnswer> lines(Exchange exchange) {
        LineFormats.requireLines(exchange);
        String key = IdempotencyKey.of(exchange.headers()).orElseThrow();
        String topic = exchange.part("topic");
        return topics.partitions(topic)
                .thenCompose(partitions -> keyed.answer(
                        exchange,
                        key,
                        exchange.body(),
                        new KeyedLines(
                                topic,
                                exchange.body(),
                                () -> LineFormats.reader(exchange, topic, partitions, schemas),
                                endpoints)))
                .thenApply(answer ->
                        new LineAnswer(answer.body(), answer.replayed() ? Map.of(Answer.REPLAYED, "true") : Map.of()));
    }
}
