package io.millrace.connect.json;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.ConnectSchema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.data.Struct;

/** Schemas and values with types and all, as text that can be compared. */
final class Spelled {

    private Spelled() {}

    static String of(SchemaAndValue read) {
        return schema(read.schema()) + " " + value(read.value());
    }

    private static String schema(Schema schema) {
        if (schema == null) {
            return "none";
        }
        StringBuilder text = new StringBuilder(schema.getClass() == ConnectSchema.class ? "" : "other ")
                .append(schema.type())
                .append(schema.isOptional() ? "?" : "")
                .append(List.of(schema.name() + "", schema.version() + "", schema.doc() + "", schema.parameters() + ""))
                .append(value(schema.defaultValue()));
        switch (schema.type()) {
            case ARRAY -> text.append(schema(schema.valueSchema()));
            case MAP -> text.append(schema(schema.keySchema())).append(schema(schema.valueSchema()));
            case STRUCT ->
                schema.fields().forEach(field -> text.append(field.name()).append(schema(field.schema())));
            default -> {
                // Says it all.
            }
        }
        return text.toString();
    }

    private static String value(Object value) {
        if (value == null) {
            return "null";
        }
        String type = value.getClass().getSimpleName() + ":";
        if (value instanceof byte[] bytes) {
            return type + Arrays.toString(bytes);
        }
        if (value instanceof List<?> list) {
            return type + list.stream().map(Spelled::value).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((key, one) -> sorted.put(value(key), value(one)));
            return type + sorted;
        }
        if (value instanceof java.util.Date date) {
            return type + date.toInstant();
        }
        if (value instanceof Struct struct) {
            StringBuilder fields = new StringBuilder(type);
            for (Field field : struct.schema().fields()) {
                fields.append(field.name())
                        .append('=')
                        .append(value(struct.getWithoutDefault(field.name())))
                        .append(';');
            }
            return fields.toString();
        }
        return type + value;
    }
}
