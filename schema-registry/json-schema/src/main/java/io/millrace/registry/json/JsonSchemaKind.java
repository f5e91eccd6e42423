package io.millrace.registry.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.json.compare.CompareLimits;
import io.millrace.registry.json.compare.JsonSchemaComparison;
import io.millrace.registry.json.read.JsonSchemaLimits;
import io.millrace.registry.json.read.JsonSchemaReader;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;

/** JSON Schema, drafts 4, 6, 7, 2019-09 and 2020-12. */
public final class JsonSchemaKind implements SchemaKind<ParsedJsonSchema> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchemaReader reader;
    private final JsonSchemaComparison comparison;

    public JsonSchemaKind(JsonSchemaLimits limits, CompareLimits compareLimits) {
        this.reader = new JsonSchemaReader(limits);
        this.comparison = new JsonSchemaComparison(compareLimits);
    }

    /** Within the limits of the house. */
    public static JsonSchemaKind standard() {
        return new JsonSchemaKind(JsonSchemaLimits.standard(), CompareLimits.standard());
    }

    @Override
    public String type() {
        return "JSON";
    }

    @Override
    public Decision<ParsedJsonSchema> parse(SchemaSource source, Strictness strictness) {
        return reader.read(source, strictness)
                .map(read -> new ParsedJsonSchema(read.root(), read.compactText(), read.sortedText()));
    }

    @Override
    public List<Incompatibility> incompatibilities(
            ParsedJsonSchema readerSchema, ParsedJsonSchema writer, CompatibilityPolicy policy, Sides sides) {
        return comparison.incompatibilities(readerSchema.root(), writer.root(), policy, sides);
    }

    /** One of the {@code properties} of the root. */
    @Override
    public boolean hasTopLevelField(ParsedJsonSchema schema, String name) {
        try {
            return JSON.readTree(schema.canonicalText()).path("properties").has(name);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a text that was read no longer parses", e);
        }
    }
}
