package io.millrace.registry.model.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the records that a topic is full of without a tree of JSON: versions under our spelling of the key, without
 * references and contract, and with nothing but texts beside the usual fields. A start waits for all of them. Whatever
 * looks different is left to {@link RecordCodec}, which reads every record, and these to the same result.
 */
final class PlainVersion {
    private static final JsonFactory JSON = new JsonFactory();

    private boolean hasId;
    private int id;
    private String text;
    private String schemaType = SchemaContent.AVRO;
    private boolean deleted;
    private ObjectNode unknown;

    private PlainVersion() {}

    /** Empty if the record is not such a version. */
    static Optional<RegistryRecord> read(byte[] key, byte[] value) throws IOException {
        Optional<VersionKey> versionKey = VersionKeyBytes.read(key);
        if (versionKey.isEmpty()) {
            return Optional.empty();
        }
        if (value == null) {
            return Optional.of(new RegistryRecord.VersionErased(versionKey.get()));
        }
        try (JsonParser parser = JSON.createParser(value)) {
            PlainVersion version = new PlainVersion();
            return version.isReadFrom(parser) ? Optional.of(version.under(versionKey.get())) : Optional.empty();
        }
    }

    private RegistryRecord under(VersionKey key) {
        SchemaContent content = new SchemaContent(schemaType, text, List.of(), Optional.empty(), Optional.empty());
        return new RegistryRecord.VersionWritten(new SchemaVersion(
                key.subject(), key.version(), id, content, deleted, unknown == null ? "" : unknown.toString()));
    }

    private boolean isReadFrom(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (!take(name, parser.nextToken(), parser)) {
                return false;
            }
        }
        return hasId && text != null;
    }

    /** Of a field that comes twice the last counts, as in a tree. */
    private boolean take(String name, JsonToken token, JsonParser parser) throws IOException {
        return switch (name) {
            // The key says it.
            case "subject", "version" -> token.isScalarValue();
            case "id" -> takeId(token, parser);
            case "deleted" -> takeDeleted(token);
            case "references" -> token == JsonToken.VALUE_NULL || isEmptyArray(token, parser);
            case "metadata", "ruleSet" -> token == JsonToken.VALUE_NULL;
            default -> token == JsonToken.VALUE_STRING && takeText(name, parser.getText());
        };
    }

    private static boolean isEmptyArray(JsonToken token, JsonParser parser) throws IOException {
        return token == JsonToken.START_ARRAY && parser.nextToken() == JsonToken.END_ARRAY;
    }

    private boolean takeDeleted(JsonToken token) {
        deleted = token == JsonToken.VALUE_TRUE;
        return token.isBoolean();
    }

    private boolean takeId(JsonToken token, JsonParser parser) throws IOException {
        hasId = token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == JsonParser.NumberType.INT;
        id = hasId ? parser.getIntValue() : 0;
        return hasId;
    }

    private boolean takeText(String name, String value) {
        if (name.equals("schema")) {
            text = value;
        } else if (name.equals("schemaType")) {
            schemaType = value.isEmpty() ? SchemaContent.AVRO : value;
        } else {
            unknown = unknown == null ? RecordCodec.object() : unknown;
            unknown.put(name, value);
        }
        return true;
    }
}
