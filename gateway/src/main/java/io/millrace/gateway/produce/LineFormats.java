package io.millrace.gateway.produce;

import com.linecorp.armeria.common.MediaType;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.any.AnySchema;
import java.util.Locale;
import java.util.Set;

/** In which formats the keys and the values of lines are, which stands in the query. */
final class LineFormats {
    private static final int BAD_REQUEST = 400;
    private static final Set<String> TYPES =
            Set.of("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines");

    private static final Set<String> PLAIN = Set.of("json", "string", "binary");

    private LineFormats() {}

    /** 415 when the body is not lines; 400 when the query has what would be passed over. */
    static void requireLines(Exchange exchange) {
        String type = exchange.contentType().map(MediaType::toString).orElse("none");
        if (!TYPES.contains(type)) {
            throw new HttpProblemException(415, "The Content-Type is application/x-ndjson, not " + type);
        }
        exchange.requireOnly(LineWishes.PARAMETERS);
    }

    /** Reads the lines of a request for a topic of so many partitions. Blocks where a registry must be asked. */
    static LineReader reader(Exchange exchange, String topic, int partitions, Schemas schemas) {
        return reader("The line", exchange, topic, partitions, schemas);
    }

    /** The same for messages of a WebSocket. */
    static LineReader messages(Exchange exchange, String topic, int partitions, Schemas schemas) {
        return reader("The message", exchange, topic, partitions, schemas);
    }

    private static LineReader reader(String what, Exchange exchange, String topic, int partitions, Schemas schemas) {
        return new LineReader(
                what, partitions, side(exchange, topic, true, schemas), side(exchange, topic, false, schemas));
    }

    private static LineSide side(Exchange exchange, String topic, boolean isKey, Schemas schemas) {
        String side = isKey ? "key" : "value";
        String format = exchange.query(side + "_format").orElse("json").toLowerCase(Locale.ROOT);
        if (PLAIN.contains(format)) {
            LineWishes.refuse(exchange, side, format);
        }
        return switch (format) {
            case "json" -> LineSides::json;
            case "string" -> LineSides::string;
            case "binary" -> LineSides::binary;
            case "avro" -> bySchema(exchange, topic, isKey, AnySchema.Type.AVRO, schemas);
            case "jsonschema" -> bySchema(exchange, topic, isKey, AnySchema.Type.JSON, schemas);
            case "protobuf" -> bySchema(exchange, topic, isKey, AnySchema.Type.PROTOBUF, schemas);
            default ->
                throw new HttpProblemException(
                        BAD_REQUEST,
                        side + "_format is json, string, binary, avro, jsonschema or protobuf, not '" + format + "'");
        };
    }

    private static LineSide bySchema(
            Exchange exchange, String topic, boolean isKey, AnySchema.Type type, Schemas schemas) {
        return LineSides.of(
                SchemaEncoders.of(schemas.by(exchange.context()).find(LineWishes.read(exchange, topic, isKey, type))));
    }
}
