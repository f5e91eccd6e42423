package io.millrace.registry.model.avro;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** Measures a schema against the limits, and finds what nobody could compare; a recursive type is entered once. */
final class SchemaSize {
    private final AvroLimits limits;
    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private int fieldCount;

    private SchemaSize(AvroLimits limits) {
        this.limits = limits;
    }

    /** Which limit the schema exceeds, or what else of it cannot be dealt with, if anything. */
    static Optional<String> exceeded(Schema schema, AvroLimits limits) {
        return new SchemaSize(limits).visit(schema, 1);
    }

    private Optional<String> visit(Schema schema, int depth) {
        if (depth > limits.schemaDepth()) {
            return Optional.of("it is nested deeper than " + limits.schemaDepth() + " schemas");
        }
        if (!seen.add(schema)) {
            return Optional.empty();
        }
        return switch (schema.getType()) {
            case RECORD -> visitFields(schema, depth);
            case ARRAY -> visit(schema.getElementType(), depth + 1);
            case MAP -> visit(schema.getValueType(), depth + 1);
            case UNION -> visitBranches(schema, depth);
            case ENUM ->
                // Without validation of names Avro takes null for one, and fails where it is compared.
                schema.getEnumSymbols().stream().anyMatch(Objects::isNull)
                        ? Optional.of("it has an enum with a symbol that is no text")
                        : count(schema.getEnumSymbols().size());
            case FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> Optional.empty();
        };
    }

    private Optional<String> visitBranches(Schema union, int depth) {
        for (Schema branch : union.getTypes()) {
            Optional<String> found = visit(branch, depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> visitFields(Schema schema, int depth) {
        Optional<String> tooMany = count(schema.getFields().size());
        if (tooMany.isPresent()) {
            return tooMany;
        }
        for (Schema.Field field : schema.getFields()) {
            Optional<String> found = visit(field.schema(), depth + 1);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> count(int more) {
        fieldCount += more;
        return fieldCount > limits.fieldCount()
                ? Optional.of("it has more than " + limits.fieldCount() + " fields and symbols")
                : Optional.empty();
    }
}
