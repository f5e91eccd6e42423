package io.millrace.registry.json.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.ValidationMessage;
import io.millrace.registry.json.ParsedJsonSchema;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Says whether documents fit one schema. It fetches nothing: a {@code $ref} leads into the schema or to one of its
 * dependencies. Any thread.
 */
public final class DocumentValidator {
    /** A dynamic reference means another schema wherever it is come by, so this cannot be told beforehand. */
    private static final String ENDLESS = "the schema refers to itself again and again without going into the value";

    private static final String CANNOT = "it cannot be validated: ";

    private static final int PROBLEMS_MAX = 3;

    private final JsonSchema schema;
    /** Why there is no schema, or null. */
    private final String unreadable;

    private final int height;
    private final ValidationLimits limits;

    private DocumentValidator(JsonSchema schema, String unreadable, int height, ValidationLimits limits) {
        this.schema = schema;
        this.unreadable = unreadable;
        this.height = height;
        this.limits = limits;
    }

    /**
     * A validator for a schema, or none if the schema asks too much: if it comes back to itself without going into the value,
     * or says more of one value than the limits allow.
     */
    public static Optional<DocumentValidator> of(
            ParsedJsonSchema parsed, JsonNode json, List<Dependency> dependencies, ValidationLimits limits) {
        return InPlace.height(parsed.root(), limits.inPlace())
                .map(height -> compile(json, dependencies, height, limits));
    }

    private static DocumentValidator compile(
            JsonNode json, List<Dependency> dependencies, int height, ValidationLimits limits) {
        try {
            return new DocumentValidator(CompiledSchema.of(json, dependencies, limits), null, height, limits);
        } catch (JsonSchemaException | TooHardException | IllegalArgumentException e) {
            return new DocumentValidator(
                    null, "the validator cannot read the schema: " + e.getMessage(), height, limits);
        } catch (StackOverflowError e) {
            return new DocumentValidator(null, ENDLESS, height, limits);
        }
    }

    /** What is wrong with a document, or nothing if it fits; a document that cannot be judged within the limits is wrong. */
    public Optional<String> problem(JsonNode document) {
        if (schema == null) {
            return Optional.of(CANNOT + unreadable);
        }
        int depth = depth(document);
        if (depth > limits.documentDepth() || (long) depth * height > limits.steps()) {
            return Optional.of(
                    "it is nested " + depth + " deep, which is too deep to be validated against a schema with " + height
                            + " schemas behind each other");
        }
        try {
            var found = schema.validate(document);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(found.stream()
                            .limit(PROBLEMS_MAX)
                            .map(ValidationMessage::getMessage)
                            .collect(Collectors.joining("; ")));
        } catch (TooHardException | JsonSchemaException | ArithmeticException | IllegalArgumentException e) {
            return Optional.of(CANNOT + e.getMessage());
        } catch (StackOverflowError e) {
            return Optional.of(CANNOT + ENDLESS);
        }
    }

    /** How deep it is nested, or one more than the limit as soon as it is deeper. */
    private int depth(JsonNode document) {
        int depth = 1;
        Deque<JsonNode> level = new ArrayDeque<>(List.of(document));
        while (depth <= limits.documentDepth()) {
            Deque<JsonNode> next = new ArrayDeque<>();
            level.forEach(node -> node.forEach(child -> {
                if (child.isContainerNode()) {
                    next.add(child);
                }
            }));
            if (next.isEmpty()) {
                return depth;
            }
            level = next;
            depth++;
        }
        return depth;
    }
}
