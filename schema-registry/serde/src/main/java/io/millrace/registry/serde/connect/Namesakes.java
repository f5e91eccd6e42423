package io.millrace.registry.serde.connect;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.errors.DataException;

/**
 * Finds types of one name that are encoded differently. Avro writes a type out where its name comes first and takes every
 * later one of that name for the same, so values of another type would be written that no reader of the text could tell.
 * One use, one thread.
 */
final class Namesakes {
    private final Map<String, Schema> first = new HashMap<>();
    private final Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What each type was found, or is being found, to be encoded as. */
    private final IdentityHashMap<Schema, Set<Schema>> compared = new IdentityHashMap<>();

    private Namesakes() {}

    /** Refuses a schema with such types; those that differ in docs, defaults and properties alone may share a name. */
    static void refuse(Schema schema) {
        new Namesakes().visit(schema);
    }

    /** Refuses a struct inside one of its name that is not the same: it would be written without the fields it has more. */
    static void requireSame(
            String fullName, org.apache.kafka.connect.data.Schema around, org.apache.kafka.connect.data.Schema inside) {
        boolean same = around.fields().size() == inside.fields().size();
        for (int i = 0; same && i < around.fields().size(); i++) {
            Field one = around.fields().get(i);
            Field other = inside.fields().get(i);
            same = one.name().equals(other.name())
                    && one.schema().type() == other.schema().type();
        }
        if (!same) {
            throw differ(fullName);
        }
    }

    private void visit(Schema schema) {
        if (!seen.add(schema)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> {
                requireSame(schema);
                schema.getFields().forEach(field -> visit(field.schema()));
            }
            case ENUM, FIXED -> requireSame(schema);
            case ARRAY -> visit(schema.getElementType());
            case MAP -> visit(schema.getValueType());
            case UNION -> schema.getTypes().forEach(this::visit);
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {}
        }
    }

    private void requireSame(Schema named) {
        Schema before = first.putIfAbsent(named.getFullName(), named);
        if (before != null && !isEncodedAs(before, named)) {
            throw differ(named.getFullName());
        }
    }

    private static DataException differ(String fullName) {
        return new DataException("two different types are called " + fullName
                + ", which Avro cannot tell apart; give one of them another name");
    }

    private boolean isEncodedAs(Schema one, Schema other) {
        if (one.getType() != other.getType()) {
            return false;
        }
        return switch (one.getType()) {
            // The names of types inside do not matter: those of structs without a name are numbered.
            case RECORD -> isRecordEncodedAs(one, other);
            case ENUM -> one.getEnumSymbols().equals(other.getEnumSymbols());
            case FIXED -> one.getFixedSize() == other.getFixedSize();
            case ARRAY -> isEncodedAs(one.getElementType(), other.getElementType());
            case MAP -> isEncodedAs(one.getValueType(), other.getValueType());
            case UNION -> areEncodedAs(one.getTypes(), other.getTypes());
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> true;
        };
    }

    private boolean isRecordEncodedAs(Schema one, Schema other) {
        if (!compared.computeIfAbsent(one, key -> Collections.newSetFromMap(new IdentityHashMap<>()))
                .add(other)) {
            // Records inside themselves are the same unless something else says they are not.
            return true;
        }
        return names(one).equals(names(other)) && areEncodedAs(types(one), types(other));
    }

    private boolean areEncodedAs(List<Schema> ones, List<Schema> others) {
        boolean same = ones.size() == others.size();
        for (int i = 0; same && i < ones.size(); i++) {
            same = isEncodedAs(ones.get(i), others.get(i));
        }
        return same;
    }

    private static List<String> names(Schema record) {
        return record.getFields().stream().map(Schema.Field::name).toList();
    }

    private static List<Schema> types(Schema record) {
        return record.getFields().stream().map(Schema.Field::schema).toList();
    }
}
