package io.millrace.hub.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.hub.client.CommandException;
import io.millrace.hub.client.HttpApi;
import io.millrace.hub.client.Messages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/**
 * Turns the bytes of a key or value into something to read: Avro with a schema id (magic byte 0, id as four bytes,
 * see the Confluent wire format) through the registry, JSON and text as they are, other bytes as Base64. Bytes that
 * begin as Avro does and are not (a long as eight bytes, say) are such other bytes; the first time is told.
 */
final class RecordPrinter {

    private static final int HEADER_BYTES = 5;

    private final HttpApi registry;
    private final ObjectMapper mapper = new ObjectMapper();
    // As many as the topic has schemas; a command is short-lived.
    private final Map<Integer, Optional<Schema>> schemas = new HashMap<>();
    private boolean told;

    RecordPrinter(String registryUrl) {
        this.registry = new HttpApi(registryUrl, "schema registry");
    }

    String text(byte[] bytes) {
        if (bytes == null) {
            return "null";
        }
        if (isAvro(bytes)) {
            try {
                return avro(bytes);
            } catch (CommandException | IOException | AvroRuntimeException notAvro) {
                tellOnce(notAvro);
            }
        }
        return plain(bytes);
    }

    private static String plain(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            String text = StandardCharsets.UTF_8.newDecoder().decode(buffer).toString();
            boolean printable = text.chars().noneMatch(c -> Character.isISOControl(c) && !Character.isWhitespace(c));
            return printable ? text : Base64.getEncoder().encodeToString(bytes);
        } catch (CharacterCodingException noText) {
            return Base64.getEncoder().encodeToString(bytes);
        }
    }

    private void tellOnce(Exception why) {
        if (!told) {
            told = true;
            System.err.println("millrace: a record that looks like Avro is shown as bytes: " + Messages.of(why));
        }
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

    private String avro(byte[] bytes) throws IOException {
        int id = ByteBuffer.wrap(bytes).getInt(1);
        Schema schema = schemas.computeIfAbsent(id, this::schema)
                .orElseThrow(() -> new CommandException("the registry has no schema of id " + id));
        GenericDatumReader<Object> reader = new GenericDatumReader<>(schema);
        Object value = reader.read(
                null, DecoderFactory.get().binaryDecoder(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES, null));
        ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, buffer);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return buffer.toString(StandardCharsets.UTF_8);
    }

    /** Empty when there is none to be had: the registry is not asked again for every record. */
    private Optional<Schema> schema(int id) {
        try {
            String text = registry.get("/schemas/ids/" + id).path("schema").asText();
            return Optional.of(new Schema.Parser().parse(text));
        } catch (CommandException noSchema) {
            tellOnce(noSchema);
            return Optional.empty();
        }
    }
}
