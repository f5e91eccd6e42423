package io.millrace.registry.model.avro;

import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/**
 * Counts what Avro's checker would find, without making it. The checker looks at a pair of types once, but lists what it
 * found of it wherever the pair is used: of twelve records, each ten times in the one before, one changed type is a trillion
 * findings. Goes the same way as the checker does, by its rules, which the specification of Avro has under "Schema
 * Resolution".
 */
final class AvroFindings {
    /** Ends the walk: a field of the reader's is several of the writer's, and no reader could choose. */
    private static final class AmbiguousException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Schema record;
        private final transient Schema.Field field;
        private final transient List<Schema.Field> written;

        AmbiguousException(Schema record, Schema.Field field, List<Schema.Field> written) {
            super(field.name(), null, false, false);
            this.record = record;
            this.field = field;
            this.written = written;
        }
    }

    /** Ends the walk. */
    private static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ExceededException(String what) {
            super(what, null, false, false);
        }
    }

    static final String TOO_COMPLEX = "SCHEMA_TOO_COMPLEX";
    static final String AMBIGUOUS_ALIASES = "AMBIGUOUS_FIELD_ALIASES";

    private static final int WRITERS_MOSTLY = 2;

    private final AvroCompareLimits limits;
    /**
     * By the reader's schema and the writer's, by identity as the checker tells them apart. Zero while a pair is being
     * compared: the checker takes it for compatible then.
     */
    private final IdentityHashMap<Schema, IdentityHashMap<Schema, Integer>> known = new IdentityHashMap<>();

    private int pairs;

    private AvroFindings(AvroCompareLimits limits) {
        this.limits = limits;
    }

    /**
     * Why Avro's checker is not to be asked about these: the limit that its answer would exceed, or the field that it would fail
     * at; empty if it may be.
     */
    static Optional<Incompatibility> obstacle(Schema reader, Schema writer, AvroCompareLimits limits, Sides sides) {
        try {
            int found = new AvroFindings(limits).count(reader, writer, 1);
            return found > limits.findings()
                    ? Optional.of(tooComplex(
                            "more than " + limits.findings() + " incompatibilities, each wherever its type is used"))
                    : Optional.empty();
        } catch (ExceededException e) {
            return Optional.of(tooComplex(e.getMessage()));
        } catch (AmbiguousException e) {
            return Optional.of(ambiguous(e, sides));
        }
    }

    private static Incompatibility tooComplex(String limit) {
        return new Incompatibility(TOO_COMPLEX, "/", "", limit, "the schemas are too complex to compare");
    }

    private static Incompatibility ambiguous(AmbiguousException found, Sides sides) {
        String written = found.written.stream().map(Schema.Field::name).collect(Collectors.joining(", "));
        String field = found.record.getFullName() + "." + found.field.name();
        return new Incompatibility(
                AMBIGUOUS_ALIASES,
                "/",
                written,
                field,
                "by its name and aliases the field " + field + " of the " + sides.reader()
                        + " schema is each of the fields " + written + " of the " + sides.writer()
                        + " schema, so that no reader can tell which; take the other aliases off it");
    }

    private int count(Schema reader, Schema writer, int depth) {
        if (depth > limits.depth()) {
            throw new ExceededException("pairs of schemas more than " + limits.depth() + " deep");
        }
        IdentityHashMap<Schema, Integer> ofReader =
                known.computeIfAbsent(reader, first -> new IdentityHashMap<>(WRITERS_MOSTLY));
        Integer before = ofReader.putIfAbsent(writer, 0);
        if (before != null) {
            return before;
        }
        if (++pairs > limits.pairs()) {
            throw new ExceededException("more than " + limits.pairs() + " pairs of schemas");
        }
        int found = countInside(reader, writer, depth + 1);
        ofReader.put(writer, found);
        return found;
    }

    private int countInside(Schema reader, Schema writer, int depth) {
        if (reader.getType() != writer.getType()) {
            return countDifferent(reader, writer, depth);
        }
        return switch (reader.getType()) {
            case RECORD -> countFields(reader, writer, depth);
            case ARRAY -> count(reader.getElementType(), writer.getElementType(), depth);
            case MAP -> count(reader.getValueType(), writer.getValueType(), depth);
            case UNION -> {
                int found = 0;
                for (Schema branch : writer.getTypes()) {
                    found += count(reader, branch, depth) > 0 ? 1 : 0;
                }
                yield found;
            }
            case FIXED -> renamed(reader, writer) + (reader.getFixedSize() == writer.getFixedSize() ? 0 : 1);
            case ENUM ->
                renamed(reader, writer)
                        + (reader.getEnumDefault() != null
                                        || writer.getEnumSymbols().stream().allMatch(reader::hasEnumSymbol)
                                ? 0
                                : 1);
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> 0;
        };
    }

    private static int renamed(Schema reader, Schema writer) {
        return SchemaCompatibility.schemaNameEquals(reader, writer) ? 0 : 1;
    }

    private int countFields(Schema reader, Schema writer, int depth) {
        int found = renamed(reader, writer);
        for (Schema.Field field : reader.getFields()) {
            List<Schema.Field> written = AvroAliases.written(writer, field);
            if (written.size() > 1) {
                throw new AmbiguousException(reader, field, written);
            }
            if (!written.isEmpty()) {
                found = saturated(found, count(field.schema(), written.get(0).schema(), depth));
            } else if (!field.hasDefaultValue()) {
                found = saturated(found, 1);
            }
        }
        return found;
    }

    private int countDifferent(Schema reader, Schema writer, int depth) {
        if (writer.isUnion()) {
            int found = 0;
            for (Schema branch : writer.getTypes()) {
                found = saturated(found, count(reader, branch, depth));
            }
            return found;
        }
        if (reader.isUnion()) {
            for (Schema branch : reader.getTypes()) {
                if (count(branch, writer, depth) == 0) {
                    return 0;
                }
            }
            return 1;
        }
        return AvroLogicalTypes.promotes(reader.getType(), writer.getType()) ? 0 : 1;
    }

    private int saturated(int found, int more) {
        return Math.min(limits.findings() + 1, found + more);
    }
}
