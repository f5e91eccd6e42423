package io.millrace.connectors.jdbc.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Takes values out of structs as the source meant them. */
final class FieldValues {
    private final boolean replaceNullWithDefault;

    FieldValues(boolean replaceNullWithDefault) {
        this.replaceNullWithDefault = replaceNullWithDefault;
    }

    /**
     * A field's value. {@link Struct#get} gives the default for null, which would undo a null that the source wrote; so
     * the default counts only where null cannot be meant.
     */
    Object of(Struct struct, Field field) {
        Object value = struct.getWithoutDefault(field.name());
        if (value == null && (replaceNullWithDefault || !field.schema().isOptional())) {
            return field.schema().defaultValue();
        }
        return value;
    }

    /** Values of a key in the order of its columns, taken from a struct, a map or the one primitive that it is. */
    static List<Object> key(Object holder, List<RowShape.Column> columns) {
        List<Object> values = new ArrayList<>(columns.size());
        for (RowShape.Column column : columns) {
            Object value = keyValue(holder, column.field(), columns.size());
            if (value == null) {
                throw new DataException("the key field \"" + column.field() + "\" is null or missing");
            }
            values.add(value);
        }
        return values;
    }

    private static Object keyValue(Object holder, String field, int fieldCount) {
        if (holder instanceof Struct struct) {
            return struct.schema().field(field) == null ? null : struct.get(field);
        }
        if (holder instanceof Map<?, ?> map) {
            return map.get(field);
        }
        return fieldCount == 1 ? holder : null;
    }
}
