package io.millrace.gateway.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.registry.serde.RegistryClient;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.WireFormat;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;

/** Bytes of keys and values in, JSON out. Blocks for schemas that it does not know yet. Any thread. */
public final class RecordDecoder {
    private static final int INVALID_SCHEMA = 42205;

    private final Optional<RegistryClient<Schema>> registry;

    public RecordDecoder(Optional<RegistryClient<Schema>> registry) {
        this.registry = registry;
    }

    /** Refuses a format that this gateway cannot read for want of a registry. */
    public RecordFormat require(RecordFormat format) {
        if (format == RecordFormat.AVRO && registry.isEmpty()) {
            throw new HttpProblemException(
                    422, INVALID_SCHEMA, "This gateway has no schema registry; set its schema.registry.url");
        }
        return format;
    }

    /**
     * A key or a value; null bytes are JSON's null in every format.
     *
     * @throws UnreadableException when the bytes are not of the format
     * @throws RegistryException when the registry does not answer
     */
    public JsonNode decode(RecordFormat format, Headers headers, boolean isKey, byte[] bytes) {
        if (bytes == null) {
            return NullNode.getInstance();
        }
        return switch (format) {
            case BINARY -> TextNode.valueOf(Base64.getEncoder().encodeToString(bytes));
            case JSON -> json(bytes);
            case STRING -> string(bytes);
            case AVRO -> avro(headers, isKey, bytes);
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

    private JsonNode avro(Headers headers, boolean isKey, byte[] bytes) {
        WireFormat.Named named;
        Schema schema;
        try {
            named = WireFormat.find(headers, isKey, bytes);
            require(RecordFormat.AVRO);
            schema = registry.orElseThrow().schema(named.schema());
        } catch (RegistryException e) {
            if (e.isRetriable()) {
                throw e;
            }
            throw new UnreadableException("the registry has no Avro schema for it: " + e.getMessage());
        } catch (SerializationException | AvroRuntimeException e) {
            throw new UnreadableException(e.getMessage());
        }
        return AvroJson.read(schema, bytes, named.start());
    }
}
