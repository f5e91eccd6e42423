package io.millrace.registry.json.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import java.util.Optional;

/** Reads JSON Schema texts. Keeps nothing between calls. */
public final class JsonSchemaReader {
    private final JsonSchemaLimits limits;
    private final JsonTexts texts;

    public JsonSchemaReader(JsonSchemaLimits limits) {
        this.limits = limits;
        this.texts = new JsonTexts(limits);
    }

    /** The schema, or what is wrong with it: INVALID_SCHEMA, or SCHEMA_TOO_LARGE. */
    public Decision<ReadSchema> read(SchemaSource source, Strictness strictness) {
        if (isTooLong(source.text()) || source.dependencies().stream().anyMatch(each -> isTooLong(each.text()))) {
            return Decision.refuse(
                    RegistryErrorCode.SCHEMA_TOO_LARGE,
                    "The schema, or one that it refers to, is larger than " + limits.textChars() + " characters");
        }
        try {
            return Decision.accept(readWithin(source, strictness));
        } catch (InvalidSchemaException e) {
            return Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "Invalid JSON schema: " + e.getMessage());
        }
    }

    private ReadSchema readWithin(SchemaSource source, Strictness strictness) {
        if (source.dependencies().size() > limits.dependencyCount()) {
            throw new InvalidSchemaException("it has more than " + limits.dependencyCount() + " references");
        }
        JsonNode json = texts.tree(source.text(), strictness);
        if (!Value.isSchema(json)) {
            throw new InvalidSchemaException("it is neither an object nor true or false");
        }
        Draft draft = draft(json, strictness, Draft.UNNAMED);
        SchemaCheck check = new SchemaCheck(strictness, limits);
        SchemaIndex index = new SchemaIndex(limits);
        Place root = index.addText("", json, draft, check);
        addDependencies(source.dependencies(), index, root);
        return new ReadSchema(
                new NodeBuilding(index, check, strictness).build(root),
                texts.compact(source.text()),
                JsonTexts.sorted(json).toString());
    }

    /** What was registered before is not judged again. A relative name is found beside the text, too. */
    private void addDependencies(List<Dependency> dependencies, SchemaIndex index, Place root) {
        SchemaCheck check = new SchemaCheck(Strictness.LENIENT, limits);
        for (Dependency dependency : dependencies) {
            JsonNode json;
            try {
                json = texts.tree(dependency.text(), Strictness.LENIENT);
            } catch (InvalidSchemaException e) {
                throw new InvalidSchemaException(
                        "its reference '" + dependency.name() + "' cannot be read: " + e.getMessage());
            }
            if (!Value.isSchema(json)) {
                throw new InvalidSchemaException(
                        "its reference '" + dependency.name() + "' is neither an object nor true or false");
            }
            Place text = index.addText(dependency.name(), json, draft(json, Strictness.LENIENT, root.draft()), check);
            index.alsoNamed(Uris.resolve(root.base(), dependency.name()), text);
        }
    }

    private static Draft draft(JsonNode json, Strictness strictness, Draft unnamed) {
        String name = json.path("$schema").asText("");
        Optional<Draft> named = Draft.named(name);
        if (named.isEmpty() && !name.isEmpty() && strictness == Strictness.STRICT) {
            throw new InvalidSchemaException("'$schema' names '" + name + "', and what can be read is " + Draft.list());
        }
        return named.orElse(unnamed);
    }

    private boolean isTooLong(String text) {
        return text.length() > limits.textChars();
    }
}
