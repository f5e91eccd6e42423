package io.millrace.registry.json.compare;

import io.millrace.registry.json.compare.Difference.Path;
import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.List;

/** Compares two JSON schemas. Keeps nothing between calls. */
public final class JsonSchemaComparison {
    private final CompareLimits limits;

    public JsonSchemaComparison(CompareLimits limits) {
        this.limits = limits;
    }

    /** What the reader does not take of what the writer may write, in the order of the schemas. */
    public List<Incompatibility> incompatibilities(
            SchemaNode reader, SchemaNode writer, CompatibilityPolicy policy, Sides sides) {
        List<Difference> differences;
        try {
            differences = new Walk(policy, limits).differences(reader, writer);
        } catch (TooComplexException e) {
            differences = List.of(new Difference(Broken.SCHEMA_TOO_COMPLEX, Path.HERE, "", e.getMessage()));
        }
        return differences.stream().map(each -> describe(each, sides)).toList();
    }

    private static Incompatibility describe(Difference difference, Sides sides) {
        String path = difference.path().written();
        String sentence = difference.rule().describe(sides.reader(), sides.writer()) + " at path '" + path + "'";
        return new Incompatibility(difference.rule().name(), path, difference.writer(), difference.reader(), sentence);
    }
}
