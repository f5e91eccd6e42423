package io.millrace.registry.serde.json.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.serde.connect.CyclicSchema;
import io.millrace.registry.serde.json.connect.Alternatives.Found;
import io.millrace.registry.serde.json.connect.References.Place;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.errors.DataException;

/** Reads one JSON schema as a Connect schema; the same part is the same Connect schema. One use, one thread. */
final class SchemaReader {
    private static final int DEPTH_MAX = 200;

    /** A struct that is being read, and where it comes again inside itself. */
    private static final class Open {
        private final SchemaBuilder builder;
        private final List<CyclicSchema> again = new ArrayList<>();

        Open(SchemaBuilder builder) {
            this.builder = builder;
        }
    }

    private final JsonMappingConfig config;
    private final References references;
    private final IdentityHashMap<JsonNode, Open> open = new IdentityHashMap<>();
    private final IdentityHashMap<JsonNode, Found> alternatives = new IdentityHashMap<>();
    private final SharedSchemas shared = new SharedSchemas();
    private int cycles;
    private int depth;

    SchemaReader(JsonMappingConfig config, References references) {
        this.config = config;
        this.references = references;
    }

    Schema read() {
        return read(references.root(), false);
    }

    private Schema read(Place place, boolean optional) {
        ConnectDepth.check(++depth, DEPTH_MAX);
        try {
            JsonNode json = place.json();
            if (json.path("$ref").isTextual()) {
                return read(references.find(place, json.get("$ref").textValue()), optional);
            }
            if (!json.isObject() || json.isEmpty()) {
                throw new DataException(
                        "a schema that says nothing of its type has no counterpart in Connect: " + json);
            }
            return known(place, optional);
        } finally {
            depth--;
        }
    }

    private Schema known(Place place, boolean optional) {
        Open around = open.get(place.json());
        if (around != null) {
            if (SchemaWriter.parameter(around.builder, JsonNames.ID) == null) {
                around.builder.parameter(JsonNames.ID, "#id" + ++cycles);
            }
            CyclicSchema again = new CyclicSchema(around.builder.name(), optional);
            around.again.add(again);
            return again;
        }
        return shared.get(place.json(), optional, () -> made(place, optional));
    }

    private Schema made(Place place, boolean optional) {
        // Kept, as the schemas for each of several types are made here: only the same ones are known again.
        Found found = alternatives.computeIfAbsent(place.json(), json -> Alternatives.of(place, references));
        if (found.single() != null) {
            return read(found.single(), optional || found.nullable());
        }
        boolean mayBeNull = optional || found.nullable();
        if (!found.members().isEmpty()) {
            return union(place, found, mayBeNull);
        }
        if (!found.properties().isEmpty() || found.isObject()) {
            return struct(place, found, mayBeNull);
        }
        SchemaBuilder builder = simple(place, found.type());
        return SchemaNotes.finish(builder, place.json(), mayBeNull);
    }

    private SchemaBuilder simple(Place place, String type) {
        JsonNode json = place.json();
        if (type.equals("enum")) {
            return SchemaNotes.enumeration(json);
        }
        return switch (type) {
            case "boolean" -> SchemaBuilder.bool();
            case "integer" -> SchemaNotes.number(json, SchemaBuilder.int64());
            case "number" -> SchemaNotes.number(json, SchemaBuilder.float64());
            case "string" ->
                JsonNames.BYTES.equals(json.path(JsonNames.TYPE).asText(""))
                        ? SchemaBuilder.bytes()
                        : SchemaBuilder.string();
            case "array" -> array(place);
            case "map" -> SchemaBuilder.map(Schema.STRING_SCHEMA, read(part(place, "additionalProperties"), false));
            default ->
                throw new DataException("a schema of type '" + type + "' has no counterpart in Connect: " + json);
        };
    }

    private SchemaBuilder array(Place place) {
        Place items = part(place, "items");
        boolean isMap = JsonNames.MAP.equals(place.json().path(JsonNames.TYPE).asText(""));
        if (isMap && items.json().path("properties").has(JsonNames.KEY)) {
            JsonNode properties = items.json().get("properties");
            return SchemaBuilder.map(
                    read(items.inside(properties.get(JsonNames.KEY)), false),
                    read(items.inside(properties.path(JsonNames.VALUE)), false));
        }
        return SchemaBuilder.array(read(items, false));
    }

    private static Place part(Place place, String keyword) {
        JsonNode part = place.json().path(keyword);
        if (!part.isObject()) {
            throw new DataException("'" + keyword + "' does not say of one type what it holds: " + place.json());
        }
        return place.inside(part);
    }

    private Schema union(Place place, Found found, boolean optional) {
        if (found.members().size() == 1 && config.flattenSingletonUnions()) {
            return read(found.members().get(0), optional);
        }
        SchemaBuilder builder = SchemaBuilder.struct().name(JsonNames.ONE_OF);
        for (int i = 0; i < found.members().size(); i++) {
            builder.field(JsonNames.ONE_OF_FIELD + i, read(found.members().get(i), true));
        }
        return SchemaNotes.finish(builder, place.json(), optional);
    }

    private Schema struct(Place place, Found found, boolean optional) {
        boolean mayHold = !place.json().path("additionalProperties").isBoolean()
                || place.json().get("additionalProperties").booleanValue();
        if (found.properties().isEmpty() && !place.json().has("properties") && mayHold) {
            throw new DataException("an object that says nothing of its properties has no counterpart in Connect, as"
                    + " all of its data would be lost; name them under 'properties', or their type under"
                    + " 'additionalProperties': " + place.json());
        }
        SchemaBuilder builder = SchemaBuilder.struct();
        SchemaNotes.addName(builder, place.json());
        Open around = new Open(builder);
        open.put(place.json(), around);
        for (Alternatives.Property property : found.properties()) {
            boolean mayMiss = config.optionalIfNotRequired() && !property.required();
            try {
                builder.field(property.name(), read(property.place(), mayMiss));
            } catch (DataException e) {
                throw new DataException("property " + property.name() + ": " + e.getMessage(), e);
            }
        }
        open.remove(place.json());
        Schema built = SchemaNotes.finish(builder, place.json(), optional);
        around.again.forEach(each -> each.resolve(built));
        return built;
    }
}
