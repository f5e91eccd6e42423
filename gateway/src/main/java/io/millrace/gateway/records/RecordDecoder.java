package io.millrace.gateway.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.WireFormat;
import io.millrace.registry.serde.any.AnySchema;
import io.millrace.registry.serde.protobuf.ProtobufDocuments;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/** Bytes of keys and values in, JSON out. Blocks for schemas that it does not know yet. Any thread. */
public final class RecordDecoder {
    private static final int INVALID_SCHEMA = 42205;

    private final Optional<RegistryClient<AnySchema>> registry;
    private final TopicIds ids;

    /** {@code ids} finds what they stand for in records of a topic. */
    public RecordDecoder(Optional<RegistryClient<AnySchema>> registry, TopicIds ids) {
        this.registry = registry;
        this.ids = ids;
    }

    /** Refuses a format that this gateway cannot read for want of a registry. */
    public RecordFormat require(RecordFormat format) {
        switch (format) {
            case AVRO, JSONSCHEMA, PROTOBUF -> client();
            case BINARY, JSON, STRING -> {
                // They need none.
            }
        }
        return format;
    }

    /**
     * A key or a value of a record of this topic; null bytes are JSON's null in every format.
     *
     * @throws UnreadableException when the bytes are not of the format
     * @throws RegistryException when the registry does not answer
     */
    public JsonNode decode(RecordFormat format, String topic, Headers headers, boolean isKey, byte[] bytes) {
        if (bytes == null) {
            return NullNode.getInstance();
        }
        return switch (format) {
            case BINARY -> TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
            case JSON -> json(bytes);
            case STRING -> string(bytes);
            case AVRO -> bySchema(AnySchema.Type.AVRO, topic, headers, isKey, bytes);
            case JSONSCHEMA -> bySchema(AnySchema.Type.JSON, topic, headers, isKey, bytes);
            case PROTOBUF -> bySchema(AnySchema.Type.PROTOBUF, topic, headers, isKey, bytes);
        };
    }

    private static JsonNode json(byte[] bytes) {
        try {
            return Json.read(bytes, "it");
        } catch (HttpProblemException e) {
            // Of a request it would be the client's fault; of a record it is its writer's.
            throw new UnreadableException(e.getMessage());
        }
    }

    private static JsonNode string(byte[] bytes) {
        try {
            return TextNode.valueOf(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            throw new UnreadableException("it is not UTF-8");
        }
    }

    private JsonNode bySchema(AnySchema.Type type, String topic, Headers headers, boolean isKey, byte[] bytes) {
        try {
            WireFormat.Named named = WireFormat.find(headers, isKey, bytes);
            AnySchema schema = client().schema(ids.find(client(), topic, isKey, named.schema()));
            if (schema.type() != type) {
                throw new UnreadableException(
                        "schema " + named.schema() + " is of type " + schema.type() + ", not " + type);
            }
            return shown(schema, named, bytes);
        } catch (RegistryException e) {
            if (e.isRetriable()) {
                throw e;
            }
            throw new UnreadableException("the registry has no schema for it: " + e.getMessage());
        } catch (SerializationException | AvroRuntimeException e) {
            throw new UnreadableException(e.getMessage());
        }
    }

    private static JsonNode shown(AnySchema schema, WireFormat.Named named, byte[] bytes) {
        if (schema instanceof AnySchema.Avro avro) {
            return AvroJson.read(avro.schema(), bytes, named.start());
        }
        if (schema instanceof AnySchema.Protobuf protobuf) {
            return ProtobufDocuments.read(protobuf.schema(), named, bytes);
        }
        return json(Arrays.copyOfRange(bytes, named.start(), bytes.length));
    }

    private RegistryClient<AnySchema> client() {
        return registry.orElseThrow(() -> new HttpProblemException(
                422, INVALID_SCHEMA, "This gateway has no schema registry; set its schema.registry.url"));
    }
}
