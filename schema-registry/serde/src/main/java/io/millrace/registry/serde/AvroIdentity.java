package io.millrace.registry.serde;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * What stands for an Avro schema where something is remembered of it. Avro's own equality passes over docs, aliases and the
 * default symbols of enums; to a registry these are other schemas, with other ids. Immutable, for any thread.
 */
public final class AvroIdentity {
    private final Schema schema;

    public AvroIdentity(Schema schema) {
        this.schema = schema;
    }

    /** The schema that this stands for. */
    public Schema schema() {
        return schema;
    }

    /** Whether a registry would hold two schemas for one, but for the order of properties that Avro does not know. */
    @SuppressWarnings("ReferenceEquality") // Values mostly share one instance of their schema.
    public static boolean same(Schema one, Schema other) {
        return one == other || (one.equals(other) && sameNotes(one, other));
    }

    /** Whether equal schemas say the same beside what Avro compares; each record is looked at once, without recursion. */
    @SuppressWarnings("ReferenceEquality") // As above.
    private static boolean sameNotes(Schema one, Schema other) {
        Set<Schema> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Schema> left = new ArrayDeque<>(List.of(one, other));
        while (!left.isEmpty()) {
            Schema a = left.pop();
            Schema b = left.pop();
            if (a == b) {
                continue;
            }
            switch (a.getType()) {
                case RECORD -> {
                    if (seen.add(a) && !sameFields(a, b, left)) {
                        return false;
                    }
                }
                case ENUM -> {
                    if (!sameType(a, b) || !Objects.equals(a.getEnumDefault(), b.getEnumDefault())) {
                        return false;
                    }
                }
                case FIXED -> {
                    if (!sameType(a, b)) {
                        return false;
                    }
                }
                case ARRAY -> push(left, a.getElementType(), b.getElementType());
                case MAP -> push(left, a.getValueType(), b.getValueType());
                case UNION -> {
                    for (int i = a.getTypes().size() - 1; i >= 0; i--) {
                        push(left, a.getTypes().get(i), b.getTypes().get(i));
                    }
                }
                case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> {
                    // Avro compares all that these say.
                }
            }
        }
        return true;
    }

    private static boolean sameFields(Schema a, Schema b, Deque<Schema> left) {
        if (!sameType(a, b) || a.isError() != b.isError()) {
            return false;
        }
        for (int i = a.getFields().size() - 1; i >= 0; i--) {
            Schema.Field field = a.getFields().get(i);
            Schema.Field beside = b.getFields().get(i);
            if (!Objects.equals(field.doc(), beside.doc()) || !field.aliases().equals(beside.aliases())) {
                return false;
            }
            push(left, field.schema(), beside.schema());
        }
        return true;
    }

    private static boolean sameType(Schema a, Schema b) {
        return Objects.equals(a.getDoc(), b.getDoc()) && a.getAliases().equals(b.getAliases());
    }

    private static void push(Deque<Schema> left, Schema a, Schema b) {
        left.push(b);
        left.push(a);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AvroIdentity that && same(schema, that.schema);
    }

    @Override
    public int hashCode() {
        return schema.hashCode();
    }

    @Override
    public String toString() {
        return schema.toString();
    }
}
