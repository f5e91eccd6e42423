package io.millrace.connectors.hdfs.format;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.errors.DataException;

/** Translates Connect values into plain maps, lists and scalars; bytes as base64, decimals and times as text. */
final class JsonValues {

    private JsonValues() {}

    static Object translate(Schema schema, Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Struct struct) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (Field field : struct.schema().fields()) {
                object.put(field.name(), translate(field.schema(), struct.getWithoutDefault(field.name())));
            }
            return object;
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> object = new LinkedHashMap<>();
            map.forEach((key, item) -> object.put(
                    String.valueOf(translate(schema == null ? null : schema.keySchema(), key)),
                    translate(schema == null ? null : schema.valueSchema(), item)));
            return object;
        }
        if (value instanceof Collection<?> items) {
            List<Object> list = new ArrayList<>(items.size());
            items.forEach(item -> list.add(translate(schema == null ? null : schema.valueSchema(), item)));
            return list;
        }
        return scalar(schema, value);
    }

    private static Object scalar(Schema schema, Object value) {
        if (value instanceof byte[] octets) {
            return Base64.getEncoder().encodeToString(octets);
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] octets = new byte[buffer.remaining()];
            buffer.duplicate().get(octets);
            return Base64.getEncoder().encodeToString(octets);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof java.util.Date moment) {
            String text = moment.toInstant().toString();
            if (schema != null && Date.LOGICAL_NAME.equals(schema.name())) {
                return text.substring(0, text.indexOf('T'));
            }
            if (schema != null && Time.LOGICAL_NAME.equals(schema.name())) {
                return text.substring(text.indexOf('T') + 1, text.length() - 1);
            }
            return text;
        }
        if ((value instanceof Double number && !Double.isFinite(number))
                || (value instanceof Float real && !Float.isFinite(real))) {
            return value.toString();
        }
        if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            return value;
        }
        throw new DataException("a value of " + value.getClass().getName() + " cannot be written as JSON");
    }
}
