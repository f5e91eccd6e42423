package io.millrace.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/**
 * Turns the bytes of a key or value into something to read: Avro with a schema id (magic byte 0, id as four bytes,
 * see the Confluent wire format) through the registry, JSON and text as they are, anything else as text.
 */
final class RecordPrinter {

    private static final int HEADER_BYTES = 5;

    private final HttpApi registry;
    private final ObjectMapper mapper = new ObjectMapper();
    // As many as the topic has schemas; a command is short-lived.
    private final Map<Integer, Schema> schemas = new HashMap<>();

    RecordPrinter(String registryUrl) {
        this.registry = new HttpApi(registryUrl, "schema registry");
    }

    String text(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        return isAvro(bytes) ? avro(bytes) : new String(bytes, StandardCharsets.UTF_8);
    }

    /** A JSON tree when the bytes are Avro or JSON, a string otherwise. */
    Object json(byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        String text = text(bytes);
        try {
            JsonNode tree = mapper.readTree(text);
            return tree == null || tree.isMissingNode() ? text : tree;
        } catch (JsonProcessingException notJson) {
            return text;
        }
    }

    private static boolean isAvro(byte[] bytes) {
        return bytes.length > HEADER_BYTES && bytes[0] == 0;
    }

    private String avro(byte[] bytes) {
        Schema schema = schemas.computeIfAbsent(ByteBuffer.wrap(bytes).getInt(1), this::schema);
        try {
            GenericDatumReader<Object> reader = new GenericDatumReader<>(schema);
            Object value = reader.read(
                    null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
            ByteArrayOutputStream buffer = new ByteArrayOutputStream();
            JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, buffer);
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
            return buffer.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandException("a record does not fit the schema that its id names: " + e.getMessage(), e);
        }
    }

    private Schema schema(int id) {
        String text = registry.get("/schemas/ids/" + id).path("schema").asText();
        return new Schema.Parser().parse(text);
    }
}
