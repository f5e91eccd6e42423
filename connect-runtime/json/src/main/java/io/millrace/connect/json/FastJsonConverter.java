package io.millrace.connect.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.json.DecimalFormat;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.storage.ConverterConfig;
import org.apache.kafka.connect.storage.ConverterType;

/**
 * Kafka's JSON converter with the same settings, bytes, values and errors. A message with its schema is mostly schema: this
 * one encodes a schema once and recognises its bytes when they come again, and data go between Connect and bytes without a
 * tree in between. Whatever is not plain, bad input first of all, it hands to Kafka's own.
 *
 * <p>Any thread may convert once it is configured.
 */
public final class FastJsonConverter extends JsonConverter {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS)
            .build();
    private static final int PAYLOAD_BYTES = 512;
    private static final byte[] NO_ENVELOPE = new byte[0];
    private static final String PAYLOAD = "payload";

    /** Of a broken schema, in the message about it. */
    private static final int CONTENT_SHOWN_MAX = 200;

    private boolean schemasEnabled;
    private Schema givenSchema;
    private JsonDataWriter writer;
    private JsonDataReader reader;
    private EnvelopeHeads heads;
    private final SeenEnvelopes seen = new SeenEnvelopes(FACTORY);

    @Override
    public void configure(Map<String, ?> configs) {
        JsonConverterConfig config = new JsonConverterConfig(configs);
        byte[] content = config.schemaContent();
        try {
            super.configure(configs);
            // KIP-1054: one schema for all messages, which then are nothing but the payload.
            givenSchema = content == null ? null : asConnectSchema(tree(content));
        } catch (ConfigException e) {
            throw e;
        } catch (RuntimeException e) {
            throw content == null ? e : refused(content, e);
        }
        schemasEnabled = config.schemasEnabled();
        writer = new JsonDataWriter(config.replaceNullWithDefault(), config.decimalFormat() == DecimalFormat.NUMERIC);
        reader = new JsonDataReader(config.replaceNullWithDefault());
        heads = new EnvelopeHeads(config.schemaCacheSize(), this::asJsonSchema);
    }

    /** Kafka's converter does not say which of its settings is wrong, nor that it is one. */
    private static ConfigException refused(byte[] content, RuntimeException reason) {
        String text = new String(content, StandardCharsets.UTF_8);
        String shown = text.length() <= CONTENT_SHOWN_MAX ? text : text.substring(0, CONTENT_SHOWN_MAX) + "...";
        ConfigException refusal = new ConfigException(
                JsonConverterConfig.SCHEMA_CONTENT_CONFIG,
                shown,
                "it is no schema as the JSON converter writes them: " + reason.getMessage());
        refusal.initCause(reason);
        return refusal;
    }

    /** As Kafka's converter reads a schema, which has decimals among its defaults. */
    private static JsonNode tree(byte[] content) {
        try {
            return JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .nodeFactory(new JsonNodeFactory(true))
                    .build()
                    .readTree(content);
        } catch (IOException e) {
            throw new DataException("schema.content is no JSON", e);
        }
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        Map<String, Object> typed = new HashMap<>(configs);
        typed.put(ConverterConfig.TYPE_CONFIG, (isKey ? ConverterType.KEY : ConverterType.VALUE).getName());
        configure(typed);
    }

    @Override
    public byte[] fromConnectData(String topic, Schema schema, Object value) {
        byte[] plain = bytesOfPlain(schema, value);
        return plain != null ? plain : super.fromConnectData(topic, schema, value);
    }

    @Override
    public SchemaAndValue toConnectData(String topic, byte[] value) {
        if (value == null) {
            return super.toConnectData(topic, null);
        }
        SchemaAndValue plain = plainData(topic, value);
        if (plain != null) {
            return plain;
        }
        SchemaAndValue read = super.toConnectData(topic, value);
        if (enveloped() && seen.find(topic, value) == null) {
            seen.remember(topic, value, read.schema());
        }
        return read;
    }

    /** Each message says its schema itself. */
    private boolean enveloped() {
        return schemasEnabled && givenSchema == null;
    }

    /** Null when there is anything about it that Kafka's converter should see. */
    byte[] bytesOfPlain(Schema schema, Object value) {
        // A schema that is still being built may be another one the next time.
        boolean mayBeEnveloped = schema instanceof ConnectSchema;
        if (writer == null || (schemasEnabled ? !mayBeEnveloped : schema == null && value == null)) {
            return null;
        }
        try {
            byte[] head = schemasEnabled ? heads.of(schema) : NO_ENVELOPE;
            ByteArrayBuilder bytes = new ByteArrayBuilder(head.length + PAYLOAD_BYTES);
            bytes.write(head);
            try (JsonGenerator out = FACTORY.createGenerator(bytes, JsonEncoding.UTF8)) {
                writer.write(out, schema, value);
            }
            if (schemasEnabled) {
                bytes.append('}');
            }
            return bytes.toByteArray();
        } catch (IOException | RuntimeException e) {
            // Kafka's converter has the same data next and says what is wrong with them.
            return null;
        }
    }

    /** Null as above, or when no message began like this one yet. */
    SchemaAndValue plainData(String topic, byte[] message) {
        if (reader == null) {
            return null;
        }
        if (!enveloped()) {
            return plainMessage(schemasEnabled ? givenSchema : null, message);
        }
        SeenEnvelopes.Head head = seen.find(topic, message);
        return head == null ? null : plainPayload(message, head);
    }

    private SchemaAndValue plainMessage(Schema schema, byte[] message) {
        try (JsonParser in = FACTORY.createParser(message)) {
            in.nextToken();
            return new SchemaAndValue(schema, reader.read(in, schema));
        } catch (IOException | RuntimeException e) {
            // As above.
            return null;
        }
    }

    private SchemaAndValue plainPayload(byte[] message, SeenEnvelopes.Head head) {
        // What follows the schema is an object of its own once it has a brace again.
        byte[] rest = new byte[message.length - head.length() + 1];
        rest[0] = '{';
        System.arraycopy(message, head.length(), rest, 1, rest.length - 1);
        try (JsonParser in = FACTORY.createParser(rest)) {
            in.nextToken();
            if (!PAYLOAD.equals(in.nextFieldName())) {
                return null;
            }
            in.nextToken();
            Object value = reader.read(in, head.schema());
            return in.nextToken() == JsonToken.END_OBJECT ? new SchemaAndValue(head.schema(), value) : null;
        } catch (IOException | RuntimeException e) {
            // As above.
            return null;
        }
    }
}
