package io.millrace.integration.fuzz;

import io.millrace.registry.json.JsonSchemaKind;
import io.millrace.registry.json.ParsedJsonSchema;
import io.millrace.registry.model.Decision.Accepted;
import io.millrace.registry.model.Decision.Refused;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A text as a JSON schema: refused with a reason, or taken; then its own texts are taken as well, its text is that of what
 * was read from it, and it reads itself. What is not refused when it is new is not refused later.
 */
public final class JsonSchemaTarget {

    private static final JsonSchemaKind KIND = JsonSchemaKind.standard();
    private static final List<Dependency> DEPENDENCIES =
            List.of(new Dependency("other.json", "{\"definitions\":{\"a\":{\"$ref\":\"#\"}},\"type\":\"object\"}"));

    /** Trees of nodes, patterns, and the two texts, several times over. */
    private static final long ALLOWED_BYTES = 128 << 20;

    private static final List<String> SCHEMAS = List.of("""
            {"$schema":"http://json-schema.org/draft-04/schema#","id":"http://a.test/","type":["object","null"],
             "properties":{"a":{"type":"number","minimum":1,"exclusiveMinimum":true,"multipleOf":0.5},"b":{"$ref":"other.json"}},
             "required":["a"],"additionalProperties":false,"dependencies":{"a":["b"],"b":{"minProperties":1}}}""", """
            {"type":"object","patternProperties":{"^p{1,3}":{"type":"string","pattern":"[a-z]+"}},"propertyNames":{"maxLength":9},
             "properties":{"l":{"type":"array","items":[{"const":1},{"enum":[1.0,"x",{"a":null}]}],"additionalItems":{"$ref":"#"},
             "contains":{"not":{"type":"null"}},"uniqueItems":true}},"if":{"required":["l"]},"then":{"maxProperties":3},"else":false}""", """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"urn:x:y","$defs":{"n":{"$anchor":"n","oneOf":[{"type":"null"},
             {"$ref":"#n"},{"allOf":[{"$dynamicRef":"#n"},{"title":"t","format":"date","connect.type":"int8"}]}]}},
             "prefixItems":[{"$ref":"#/$defs/n"}],"items":true,"minContains":1,"contains":{"$ref":"other.json#/definitions/a"},
             "dependentRequired":{"a":["b"]},"unevaluatedProperties":{"anyOf":[{"minLength":1},{"maximum":1e3}]}}""");

    private JsonSchemaTarget() {}

    /** Each draft's ways of saying things. */
    static void writeCorpus(Path folder) throws IOException {
        for (int index = 0; index < SCHEMAS.size(); index++) {
            Files.writeString(folder.resolve("schema-" + index), SCHEMAS.get(index));
        }
    }

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        AllocatedBytes.requireAtMost(ALLOWED_BYTES, () -> read(text));
    }

    private static void read(String text) {
        var strict = KIND.parse(new SchemaSource(text, DEPENDENCIES), Strictness.STRICT);
        var lenient = KIND.parse(new SchemaSource(text, DEPENDENCIES), Strictness.LENIENT);
        if (strict instanceof Refused<ParsedJsonSchema> refused
                && refused.message().isBlank()) {
            throw new AssertionError("refused without a reason");
        }
        if (lenient instanceof Accepted<ParsedJsonSchema> taken) {
            ParsedJsonSchema again = reread(taken.value().canonicalText(), Strictness.LENIENT);
            requireCompatible(taken.value(), again);
        } else if (strict.isAccepted()) {
            throw new AssertionError("taken when new, and refused later");
        }
        if (strict instanceof Accepted<ParsedJsonSchema> taken) {
            ParsedJsonSchema schema = taken.value();
            if (!reread(schema.canonicalText(), Strictness.STRICT)
                    .canonicalText()
                    .equals(schema.canonicalText())) {
                throw new AssertionError("its text is read as another");
            }
            ParsedJsonSchema normal = reread(schema.normalText(), Strictness.STRICT);
            if (!normal.normalText().equals(schema.normalText())) {
                throw new AssertionError("its normal text is not normal");
            }
            requireCompatible(schema, normal);
        }
    }

    private static ParsedJsonSchema reread(String text, Strictness strictness) {
        if (KIND.parse(new SchemaSource(text, DEPENDENCIES), strictness) instanceof Accepted<ParsedJsonSchema> taken) {
            return taken.value();
        }
        throw new AssertionError("its own text is refused: " + text);
    }

    private static void requireCompatible(ParsedJsonSchema reader, ParsedJsonSchema writer) {
        for (CompatibilityPolicy policy : CompatibilityPolicy.values()) {
            List<Incompatibility> found = KIND.incompatibilities(reader, writer, policy, Sides.NEW_READS_OLD);
            if (!found.isEmpty() && !found.get(0).rule().equals("SCHEMA_TOO_COMPLEX")) {
                throw new AssertionError("it does not read itself: " + found);
            }
        }
    }
}
