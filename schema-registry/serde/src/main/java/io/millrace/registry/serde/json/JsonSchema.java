package io.millrace.registry.serde.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.registry.json.JsonSchemaKind;
import io.millrace.registry.json.ParsedJsonSchema;
import io.millrace.registry.json.validate.DocumentValidator;
import io.millrace.registry.json.validate.ValidationLimits;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.serde.StoredSchema;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;

/** A JSON schema with the schemas that it refers to. Equal are those of one text and references. Any thread. */
public final class JsonSchema {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaKind KIND = JsonSchemaKind.standard();

    private final StoredSchema stored;
    private final ParsedJsonSchema parsed;
    private final JsonNode tree;
    /** Made when it is first asked for; two threads may make one each. */
    private volatile Optional<DocumentValidator> validator;

    private JsonSchema(StoredSchema stored, ParsedJsonSchema parsed, JsonNode tree) {
        this.stored = stored;
        this.parsed = parsed;
        this.tree = tree;
    }

    /** A schema that refers to no other; refused if it is none. */
    public static JsonSchema parse(String text) {
        return of(StoredSchema.of(text));
    }

    /** A schema as a registry keeps it; refused if it is none. */
    public static JsonSchema of(StoredSchema stored) {
        ParsedJsonSchema parsed = KIND.parse(new SchemaSource(stored.text(), stored.dependencies()), Strictness.LENIENT)
                .fold(read -> read, refused -> {
                    throw new SerializationException(refused.message());
                });
        try {
            return new JsonSchema(stored, parsed, JSON.readTree(stored.text()));
        } catch (JsonProcessingException e) {
            throw new SerializationException("the JSON schema cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    /** Its text and references. */
    public StoredSchema stored() {
        return stored;
    }

    /** Its text as a tree, not to be changed. */
    public JsonNode tree() {
        return tree;
    }

    ParsedJsonSchema parsed() {
        return parsed;
    }

    /** What about a document does not fit, or nothing if it fits. */
    public Optional<String> problem(JsonNode document) {
        Optional<DocumentValidator> known = validator;
        if (known == null) {
            known = DocumentValidator.of(parsed, tree, stored.dependencies(), ValidationLimits.standard());
            validator = known;
        }
        return known.isEmpty()
                ? Optional.of("the schema comes back to itself without going into the value,"
                        + " or says too much of one value, so that nothing can be validated against it")
                : known.get().problem(document);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonSchema that
                && stored.text().equals(that.stored.text())
                && stored.references().equals(that.stored.references());
    }

    @Override
    public int hashCode() {
        return Objects.hash(stored.text(), stored.references());
    }

    @Override
    public String toString() {
        return stored.text();
    }
}
