package io.millrace.registry.model.avro;

import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * Finds where a reader would take the same bytes for something else, because the logical types differ. Avro's own checker
 * passes over that: a decimal of another scale is read without an error, as another number.
 */
final class AvroLogicalTypes {
    static final String TYPE_CHANGED = "LOGICAL_TYPE_CHANGED";
    static final String SCALE_CHANGED = "DECIMAL_SCALE_CHANGED";
    static final String PRECISION_NARROWED = "DECIMAL_PRECISION_NARROWED";
    private static final String NONE = "none";

    private final Sides sides;
    private final List<Incompatibility> found = new ArrayList<>();
    /** The writer's types that each of the reader's has been compared with; by identity, as types may be recursive. */
    private final IdentityHashMap<Schema, Set<Schema>> compared = new IdentityHashMap<>();

    private AvroLogicalTypes(Sides sides) {
        this.sides = sides;
    }

    /** All places where the logical types of both differ, in the order of the reader's schema. */
    static List<Incompatibility> differences(Schema reader, Schema writer, Sides sides) {
        AvroLogicalTypes walk = new AvroLogicalTypes(sides);
        walk.compare(reader, writer, "");
        return walk.found;
    }

    private void compare(Schema reader, Schema writer, String path) {
        if (!compared.computeIfAbsent(reader, key -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(writer)) {
            return;
        }
        if (writer.isUnion()) {
            for (Schema branch : writer.getTypes()) {
                compareWithBranch(reader, branch, path);
            }
        } else if (reader.isUnion()) {
            compareWithBranch(reader, writer, path);
        } else if (corresponds(reader, writer)) {
            compareLogicalTypes(reader, writer, path);
            compareInside(reader, writer, path);
        } else if (promotes(reader.getType(), writer.getType())) {
            compareLogicalTypes(reader, writer, path);
        }
    }

    /** A union's branch is read as the reader's branch of the same type, else as the first that it is promoted to. */
    private void compareWithBranch(Schema reader, Schema writer, String path) {
        if (!reader.isUnion()) {
            compare(reader, writer, path);
            return;
        }
        List<Schema> branches = reader.getTypes();
        for (int i = 0; i < branches.size(); i++) {
            if (corresponds(branches.get(i), writer)) {
                compare(branches.get(i), writer, path + "/" + i);
                return;
            }
        }
        for (int i = 0; i < branches.size(); i++) {
            if (promotes(branches.get(i).getType(), writer.getType())) {
                compareLogicalTypes(branches.get(i), writer, path + "/" + i);
                return;
            }
        }
    }

    private static boolean corresponds(Schema reader, Schema writer) {
        if (reader.getType() != writer.getType()) {
            return false;
        }
        return switch (reader.getType()) {
            case RECORD, ENUM, FIXED -> reader.getName().equals(writer.getName());
            case ARRAY, MAP, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> true;
        };
    }

    /** Whether the reader takes the writer's values, which have another type, as its own. */
    static boolean promotes(Schema.Type reader, Schema.Type writer) {
        return switch (writer) {
            case INT -> reader == Schema.Type.LONG || reader == Schema.Type.FLOAT || reader == Schema.Type.DOUBLE;
            case LONG -> reader == Schema.Type.FLOAT || reader == Schema.Type.DOUBLE;
            case STRING -> reader == Schema.Type.BYTES;
            case BYTES -> reader == Schema.Type.STRING;
            case FLOAT, DOUBLE, BOOLEAN, NULL, RECORD, ENUM, FIXED, ARRAY, MAP, UNION -> false;
        };
    }

    private void compareInside(Schema reader, Schema writer, String path) {
        switch (reader.getType()) {
            case RECORD -> compareFields(reader, writer, path);
            case ARRAY -> compare(reader.getElementType(), writer.getElementType(), path + "/items");
            case MAP -> compare(reader.getValueType(), writer.getValueType(), path + "/values");
            case ENUM, FIXED, UNION, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                // Nothing inside that could have a logical type.
            }
        }
    }

    private void compareFields(Schema reader, Schema writer, String path) {
        for (Schema.Field field : reader.getFields()) {
            written(field, writer)
                    .ifPresent(other ->
                            compare(field.schema(), other.schema(), path + "/fields/" + field.pos() + "/type"));
        }
    }

    private static Optional<Schema.Field> written(Schema.Field field, Schema writer) {
        Schema.Field same = writer.getField(field.name());
        if (same != null) {
            return Optional.of(same);
        }
        return field.aliases().stream()
                .map(writer::getField)
                .filter(other -> other != null)
                .findFirst();
    }

    private void compareLogicalTypes(Schema reader, Schema writer, String path) {
        if (!name(reader).equals(name(writer))) {
            add(TYPE_CHANGED, path, name(writer), name(reader), "the logical type at path '%s' has changed");
            return;
        }
        LogicalType read = reader.getLogicalType();
        LogicalType written = writer.getLogicalType();
        if (!(read instanceof LogicalTypes.Decimal ours) || !(written instanceof LogicalTypes.Decimal theirs)) {
            return;
        }
        if (ours.getScale() != theirs.getScale()) {
            add(
                    SCALE_CHANGED,
                    path,
                    Integer.toString(theirs.getScale()),
                    Integer.toString(ours.getScale()),
                    "the scale of the decimal at path '%s' has changed");
        } else if (ours.getPrecision() < theirs.getPrecision()) {
            add(
                    PRECISION_NARROWED,
                    path,
                    Integer.toString(theirs.getPrecision()),
                    Integer.toString(ours.getPrecision()),
                    "the decimal at path '%s' has less precision in the " + sides.reader() + " schema");
        }
    }

    private static String name(Schema schema) {
        String name = schema.getProp(LogicalType.LOGICAL_TYPE_PROP);
        return name == null ? NONE : name;
    }

    private void add(String rule, String path, String writer, String reader, String description) {
        String place = path.isEmpty() ? "/" : path;
        found.add(new Incompatibility(rule, place, writer, reader, description.formatted(place)));
    }
}
