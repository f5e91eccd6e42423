package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** What a JSON schema says beside its type that Connect has a place for. */
final class SchemaNotes {
    private SchemaNotes() {}

    /** Adds all of it and builds the schema; a default that is no value of the schema is left out. */
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
            return withDefault(builder.build(), defaultValue);
        }
        return builder.build();
    }

    /**
     * Not by the builder, which takes no struct: that one's schema would have to be the builder. The default is a
     * struct of the schema without it.
     */
    private static Schema withDefault(Schema schema, JsonNode json) {
        Object value;
        try {
            value = ValueReader.read(schema, json);
            if (value instanceof Struct struct) {
                struct.validate();
            }
        } catch (DataException e) {
            // To JSON Schema a default is a remark, which need not fit: documents can be read without it.
            return schema;
        }
        boolean isMap = schema.type() == Schema.Type.MAP;
        return new ConnectSchema(
                schema.type(),
                schema.isOptional(),
                value,
                schema.name(),
                schema.version(),
                schema.doc(),
                schema.parameters(),
                schema.type() == Schema.Type.STRUCT ? schema.fields() : null,
                isMap ? schema.keySchema() : null,
                isMap || schema.type() == Schema.Type.ARRAY ? schema.valueSchema() : null);
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
