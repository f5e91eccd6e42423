package io.millrace.gateway.produce;

import com.linecorp.armeria.common.MediaType;
import io.millrace.gateway.http.Endpoints;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.LineEndpoint;
import io.millrace.gateway.topics.KnownTopics;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** {@code POST /topics/{topic}/records}: a record on each line in, its result on a line out. */
public final class LineProduceHandler {
    private static final int BAD_REQUEST = 400;
    private static final Set<String> TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

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
        requireReadable(exchange);
        String topic = exchange.part("topic");
        return topics.partitions(topic)
                .thenApplyAsync(
                        partitions -> {
                            LineReader reader = reader(exchange, topic, partitions);
                            return (bytes, from, length, wake) -> {
                                Draft draft = reader.read(bytes, from, length);
                                LineResult result = new LineResult(endpoints, wake);
                                sender.send(topic, draft, result);
                                return result;
                            };
                        },
                        exchange.context().blockingTaskExecutor());
    }

    private static void requireReadable(Exchange exchange) {
        String type = exchange.contentType().map(MediaType::toString).orElse("none");
        if (!TYPES.contains(type)) {
            throw new HttpProblemException(415, "The Content-Type is application/x-ndjson, not " + type);
        }
        if (exchange.header("Idempotency-Key").isPresent()) {
            // To take it and not to keep its promise would be worse.
            throw new HttpProblemException(BAD_REQUEST, "This release does not know Idempotency-Key; leave it out");
        }
    }

    private LineReader reader(Exchange exchange, String topic, int partitions) {
        return new LineReader(partitions, side(exchange, topic, true), side(exchange, topic, false));
    }

    private LineSide side(Exchange exchange, String topic, boolean isKey) {
        String side = isKey ? "key" : "value";
        String format = exchange.query(side + "_format").orElse("json").toLowerCase(Locale.ROOT);
        return switch (format) {
            case "json" -> LineSides::json;
            case "string" -> LineSides::string;
            case "binary" -> LineSides::binary;
            case "avro" -> {
                long id = exchange.number(side + "_schema_id", -1, 0, Integer.MAX_VALUE);
                yield LineSides.of(new AvroEncoder(id < 0 ? schemas.latest(topic, isKey) : schemas.byId((int) id)));
            }
            default ->
                throw new HttpProblemException(
                        BAD_REQUEST, side + "_format is json, string, binary or avro, not '" + format + "'");
        };
    }
}
