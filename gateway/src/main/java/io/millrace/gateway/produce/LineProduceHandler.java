package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.LineEndpoint;
import io.millrace.gateway.http.Pending;
import io.millrace.gateway.once.IdempotencyKey;
import io.millrace.gateway.topics.KnownTopics;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /topics/{topic}/records}: a record on each line in, its result on a line out; and the same over a WebSocket,
 * in messages.
 */
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
                            Room room = Room.ofStream();
                            return (bytes, from, length, wake) -> {
                                Draft draft = reader.read(bytes, from, length);
                                LineResult result = new LineResult(endpoints::failed, wake);
                                sender.send(topic, draft, room, result);
                                return result;
                            };
                        },
                        exchange.context().blockingTaskExecutor());
    }

    /** The same for messages: who is told that one failed is told which. Blocks. */
    public CompletionStage<LineEndpoint.Step> messages(Exchange exchange) {
        IdempotencyKey.refuse(exchange.headers(), "send lines with it");
        exchange.requireOnly(LineWishes.PARAMETERS);
        String topic = exchange.part("topic");
        return topics.partitions(topic)
                .thenApplyAsync(
                        partitions -> new Messages(topic, LineFormats.messages(exchange, topic, partitions, schemas)),
                        exchange.context().blockingTaskExecutor());
    }

    /** The messages of one socket, counted from 0. */
    private final class Messages implements LineEndpoint.Step {
        private final String topic;
        private final LineReader reader;
        private final Room room = Room.ofStream();
        private long count;

        Messages(String topic, LineReader reader) {
            this.topic = topic;
            this.reader = reader;
        }

        @Override
        public Pending take(byte[] bytes, int from, int length, Runnable wake) {
            long number = count++;
            try {
                Draft draft = reader.read(bytes, from, length);
                LineResult result = new LineResult(failure -> failed(number, failure), wake);
                sender.send(topic, draft, room, result);
                return result;
            } catch (RuntimeException e) {
                return Pending.of(failed(number, e));
            }
        }

        private ObjectNode failed(long number, Throwable failure) {
            return endpoints.failed("Message " + number, failure);
        }
    }
}
