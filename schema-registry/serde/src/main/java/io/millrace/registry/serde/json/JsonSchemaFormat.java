package io.millrace.registry.serde.json;

import io.millrace.registry.json.JsonSchemaKind;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.serde.RegistryException;
import io.millrace.registry.serde.SchemaFormat;
import io.millrace.registry.serde.StoredSchema;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;

/** JSON schemas. Any thread. */
public final class JsonSchemaFormat implements SchemaFormat<JsonSchema> {
    /** It has no state. */
    public static final JsonSchemaFormat JSON = new JsonSchemaFormat();

    private static final JsonSchemaKind KIND = JsonSchemaKind.standard();

    private JsonSchemaFormat() {}

    @Override
    public String type(JsonSchema schema) {
        return KIND.type();
    }

    @Override
    public JsonSchema read(String type, StoredSchema stored) {
        if (!type.equals(KIND.type())) {
            throw RegistryException.ofOtherType(type, KIND.type());
        }
        return JsonSchema.of(stored);
    }

    @Override
    public StoredSchema write(JsonSchema schema) {
        return schema.stored();
    }

    /** Its title. */
    @Override
    public String recordName(JsonSchema schema) {
        String title = schema.tree().path("title").asText("");
        if (title.isEmpty()) {
            throw new SerializationException(
                    "the subject's strategy needs schemas with a title, and this one has none");
        }
        return title;
    }

    @Override
    public List<String> incompatibilities(JsonSchema reader, JsonSchema writer) {
        return KIND
                .incompatibilities(reader.parsed(), writer.parsed(), CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD)
                .stream()
                .map(each -> each.rule() + " at " + each.path() + ": " + each.description())
                .toList();
    }
}
