package io.millrace.gateway.produce;

import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.LineEndpoint;
import io.millrace.gateway.topics.KnownTopics;
import java.util.concurrent.CompletionStage;

/** {@code POST /topics/{topic}/records}: a record on each line in, its result on a line out. */
public final class LineProduceHandler {
    private final KnownTopics topics;
    private final Schemas schemas;
    private final RecordSender sender;
    private final Endpoints endpoints;

    public LineProduceHandler(KnownTopics topics, Schemas schemas, RecordSender sender, Endpoints endpoints) {
        this.topics = topics;
        this.schemas = schemas;
        this.sender = sender;
        this.endpoints = endpoints;
    }

    /** Finds the topic, and schemas where a format has some; then every line is a record. Blocks. */
    public CompletionStage<LineEndpoint.Step> lines(Exchange exchange) {
        LineFormats.requireLines(exchange);
        String topic = exchange.part("topic");
        return topics.partitions(topic)
                .thenApplyAsync(
                        partitions -> {
                            LineReader reader = LineFormats.reader(exchange, topic, partitions, schemas);
                            return (bytes, from, length, wake) -> {
                                Draft draft = reader.read(bytes, from, length);
                                LineResult result = new LineResult(endpoints, wake);
                                sender.send(topic, draft, result);
                                return result;
                            };
                        },
                        exchange.context().blockingTaskExecutor());
    }
}
