package io.millrace.connectors.hdfs.partition;

import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/**
 * A field of a value, with dots into nested ones.
 *
 * @param text the path as configured
 */
record FieldPath(String text) {

    /**
     * A value and, if known, the name of its schema.
     *
     * @param value what is there; may be null
     * @param schemaName the logical type, or null
     */
    record Found(Object value, String schemaName) {}

    Found in(Object root) {
        Object current = root;
        String schemaName = null;
        for (String step : text.split("\\.")) {
            if (current instanceof Struct struct) {
                Field field = struct.schema().field(step);
                if (field == null) {
                    throw new DataException("the value has no field " + text);
                }
                current = struct.get(field);
                schemaName = field.schema().name();
            } else if (current instanceof Map<?, ?> map) {
                if (!map.containsKey(step)) {
                    throw new DataException("the value has no field " + text);
                }
                current = map.get(step);
                schemaName = null;
            } else {
                throw new DataException("the value has no field " + text + ": nothing to descend into at " + step);
            }
        }
        return new Found(current, schemaName);
    }

    static boolean isScalar(Object value) {
        return value == null
                || value instanceof Number
                || value instanceof String
                || value instanceof Boolean
                || value instanceof java.util.Date;
    }
}
