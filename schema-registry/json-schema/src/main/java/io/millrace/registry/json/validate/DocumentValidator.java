package io.millrace.registry.json.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.DisallowSchemaLoader;
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
    /** Where a schema without {@code $id} stands, so that relative names have something to be relative to. */
    private static final String BASE = "registry:///schema";

    private static final int PROBLEMS_MAX = 3;

    private final JsonSchema schema;
    private final int height;
    private final ValidationLimits limits;

    private DocumentValidator(JsonSchema schema, int height, ValidationLimits limits) {
        this.schema = schema;
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
                .map(height -> new DocumentValidator(compile(json, dependencies, limits), height, limits));
    }

    private static JsonSchema compile(JsonNode json, List<Dependency> dependencies, ValidationLimits limits) {
        VersionFlag draft =
                SpecVersionDetector.detectOptionalVersion(json, false).orElse(VersionFlag.V7);
        JsonSchemaFactory factory = JsonSchemaFactory.getInstance(
                draft,
                builder -> builder.schemaLoaders(loaders -> loaders.schemas((String iri) -> text(iri, dependencies))
                        .add(DisallowSchemaLoader.getInstance())));
        SchemaValidatorsConfig config = SchemaValidatorsConfig.builder()
                .regularExpressionFactory(new BoundedPatterns(limits))
                .build();
        return factory.getSchema(SchemaLocation.of(BASE), json, config);
    }

    /** A dependency is called by its name, or by what its name is when it is put behind another's. */
    private static String text(String iri, List<Dependency> dependencies) {
        for (Dependency each : dependencies) {
            if (iri.equals(each.name()) || iri.endsWith("/" + each.name())) {
                return each.text();
            }
        }
        return null;
    }

    /** What is wrong with a document, or nothing if it fits; a document that cannot be judged within the limits is wrong. */
    public Optional<String> problem(JsonNode document) {
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
        } catch (TooHardException | JsonSchemaException e) {
            return Optional.of("it cannot be validated: " + e.getMessage());
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
