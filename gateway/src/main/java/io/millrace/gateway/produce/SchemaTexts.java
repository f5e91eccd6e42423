package io.millrace.gateway.produce;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.registry.serde.StoredSchema;
import io.millrace.registry.serde.any.AnySchema;
import io.millrace.registry.serde.json.JsonSchema;
import io.millrace.registry.serde.protobuf.ProtobufSchema;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/** Reads the texts of schemas that clients send with their records. Any thread. */
final class SchemaTexts {
    /** Longer texts are for the registry's own interface. */
    private static final int LENGTH_MAX = 1 << 20;

    private SchemaTexts() {}

    /** The schema of a text; 422 where there is none in it. */
    static AnySchema parse(AnySchema.Type type, String text) {
        if (text.length() > LENGTH_MAX) {
            throw invalid("it is longer than " + LENGTH_MAX);
        }
        try {
            return switch (type) {
                case AVRO -> avro(text);
                case JSON -> new AnySchema.Json(JsonSchema.parse(text));
                case PROTOBUF -> new AnySchema.Protobuf(ProtobufSchema.of(StoredSchema.of(text)));
            };
        } catch (AvroRuntimeException | SerializationException e) {
            throw invalid(e.getMessage());
        }
    }

    private static AnySchema avro(String text) {
        // Bounds how deep it goes, before Avro follows it by recursion; a bare name is no JSON and not deep.
        if (text.stripLeading().startsWith("{") || text.stripLeading().startsWith("[")) {
            Json.read(text.getBytes(StandardCharsets.UTF_8), "The schema");
        }
        try {
            return new AnySchema.Avro(new Schema.Parser().parse(text));
        } catch (NullPointerException e) {
            // This is how Avro 1.12 says that a name was never defined, or that a text is none.
            throw invalid("it uses a type that is not defined, or has another value where a text must be");
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            throw invalid("a value in it is not one that is allowed there: " + e.getMessage());
        }
    }

    private static HttpProblemException invalid(String why) {
        return new HttpProblemException(422, Schemas.INVALID_SCHEMA, "Invalid schema: " + why);
    }
}
