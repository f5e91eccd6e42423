package io.millrace.registry.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.Decision.Accepted;
import io.millrace.registry.model.Decision.Refused;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;

/** Reads and compares schemas for tests; in their texts ' stands for ". */
final class Schemas {
    static final JsonSchemaKind KIND = JsonSchemaKind.standard();

    private Schemas() {}

    static Decision<ParsedJsonSchema> read(String text, Strictness strictness, Dependency... dependencies) {
        return KIND.parse(new SchemaSource(quoted(text), List.of(dependencies)), strictness);
    }

    static ParsedJsonSchema parse(String text, Dependency... dependencies) {
        Decision<ParsedJsonSchema> decision = read(text, Strictness.STRICT, dependencies);
        assertThat(decision).as(text).isInstanceOf(Accepted.class);
        return ((Accepted<ParsedJsonSchema>) decision).value();
    }

    static ParsedJsonSchema parseLeniently(String text, Dependency... dependencies) {
        Decision<ParsedJsonSchema> decision = read(text, Strictness.LENIENT, dependencies);
        assertThat(decision).as(text).isInstanceOf(Accepted.class);
        return ((Accepted<ParsedJsonSchema>) decision).value();
    }

    static Refused<ParsedJsonSchema> refusal(String text, Strictness strictness, Dependency... dependencies) {
        Decision<ParsedJsonSchema> decision = read(text, strictness, dependencies);
        assertThat(decision).as(text).isInstanceOf(Refused.class);
        return (Refused<ParsedJsonSchema>) decision;
    }

    static Dependency dependency(String name, String text) {
        return new Dependency(name, quoted(text));
    }

    /** What the reader does not take, each as rule and path. */
    static List<String> broken(ParsedJsonSchema reader, ParsedJsonSchema writer, CompatibilityPolicy policy) {
        return rulesAndPaths(KIND.incompatibilities(reader, writer, policy, Sides.NEW_READS_OLD));
    }

    static List<String> rulesAndPaths(List<Incompatibility> found) {
        return found.stream().map(each -> each.rule() + " " + each.path()).toList();
    }

    static String quoted(String text) {
        return text.replace('\'', '"');
    }
}
