package io.millrace.gateway.produce;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.registry.serde.RegistryClient.Registered;
import io.millrace.registry.serde.any.AnySchema;
import io.millrace.registry.serde.json.JsonRecords;
import io.millrace.registry.serde.protobuf.ProtobufDocuments;
import java.util.function.Function;
import org.apache.kafka.common.errors.SerializationException;

/** What writes data by a schema, as the serializers of its type do. */
final class SchemaEncoders {
    private static final int JSON_CONVERSION = 42203;

    /** What does not fit its schema does not come in. */
    private static final JsonRecords JSON = new JsonRecords(true);

    private SchemaEncoders() {}

    /** An encoder of data that must fit the schema. */
    static Encoder of(Schemas.Known known) {
        AnySchema schema = known.schema();
        if (schema instanceof AnySchema.Avro avro) {
            if (AvroGrammar.isTooLarge(avro.schema())) {
                throw new HttpProblemException(
                        422,
                        Schemas.INVALID_SCHEMA,
                        "The Avro schema has records in records so often, or one in itself, that no data in JSON can be read by it;"
                                + " put some of them behind an array, a map or a union");
            }
            return new AvroEncoder(known.id(), avro.schema());
        }
        if (schema instanceof AnySchema.Json json) {
            var registered = new Registered<>(known.id(), json.schema());
            return data -> converted("JSON Schema", data, node -> JSON.write(registered, node));
        }
        var registered = new Registered<>(known.id(), ((AnySchema.Protobuf) schema).schema());
        return data -> converted("Protobuf", data, node -> ProtobufDocuments.write(registered, node));
    }

    private static byte[] converted(String to, JsonNode data, Function<JsonNode, byte[]> conversion) {
        // A null is a tombstone, whether or not the schema has one.
        if (data.isNull()) {
            return null;
        }
        try {
            return conversion.apply(data);
        } catch (SerializationException e) {
            throw unfit(to, e.getMessage());
        }
    }

    /** 422 for data that do not fit their schema. */
    static HttpProblemException unfit(String to, String why) {
        return new HttpProblemException(422, JSON_CONVERSION, "Conversion of JSON to " + to + " failed: " + why);
    }
}
