package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** What a JSON schema says beside its type that Connect has a place for. */
final class SchemaNotes {
    private SchemaNotes() {}

    /** Adds all of it and builds the schema; the default last, as it is checked against all of the rest. */
    static Schema finish(SchemaBuilder builder, JsonNode json, boolean optional) {
        addName(builder, json);
        if (json.path(JsonNames.VERSION).isInt()) {
            builder.version(json.get(JsonNames.VERSION).intValue());
        }
        if (json.path("description").isTextual()) {
            builder.doc(json.get("description").textValue());
        }
        json.path(JsonNames.PARAMETERS).properties().forEach(each -> {
            if (SchemaWriter.parameter(builder, each.getKey()) == null) {
                builder.parameter(each.getKey(), each.getValue().asText());
            }
        });
        if (optional) {
            builder.optional();
        }
        JsonNode defaultValue = json.path("default");
        if (!defaultValue.isMissingNode() && !defaultValue.isNull()) {
            builder.defaultValue(ValueReader.read(builder, defaultValue));
        }
        return builder.build();
    }

    static void addName(SchemaBuilder builder, JsonNode json) {
        if (builder.name() == null && json.path("title").isTextual()) {
            builder.name(json.get("title").textValue());
        }
    }

    /** A number of the size that was written along, else of the largest. */
    static SchemaBuilder number(JsonNode json, SchemaBuilder otherwise) {
        String type = json.path(JsonNames.TYPE).asText("");
        return switch (type) {
            case "" -> otherwise;
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            case "int32" -> SchemaBuilder.int32();
            case "int64" -> SchemaBuilder.int64();
            case "float32" -> SchemaBuilder.float32();
            case "float64" -> SchemaBuilder.float64();
            // A decimal that is written as a number.
            case JsonNames.BYTES -> SchemaBuilder.bytes();
            default -> throw new DataException(JsonNames.TYPE + " is '" + type + "', which is no type of Connect's");
        };
    }

    /** A text that is one of some symbols. */
    static SchemaBuilder enumeration(JsonNode json) {
        SchemaBuilder builder = SchemaBuilder.string().parameter(JsonNames.ENUM, "");
        if (json.has("const")) {
            addSymbol(builder, json.get("const"));
        }
        json.path("enum").forEach(symbol -> addSymbol(builder, symbol));
        return builder;
    }

    private static void addSymbol(SchemaBuilder builder, JsonNode symbol) {
        String text = symbol.isNull() ? JsonNames.NULL_SYMBOL : symbol.asText();
        String key = JsonNames.ENUM + "." + text;
        if (SchemaWriter.parameter(builder, key) == null) {
            builder.parameter(key, text);
        }
    }
}
