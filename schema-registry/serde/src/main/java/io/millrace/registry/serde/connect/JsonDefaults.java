package io.millrace.registry.serde.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Defaults as Avro's schemas carry them, read as Connect's values. */
final class JsonDefaults {
    private JsonDefaults() {}

    static Object read(Schema schema, Object json) {
        if (json == null || json == JsonProperties.NULL_VALUE) {
            return null;
        }
        try {
            return AvroValues.toLogical(schema).apply(stored(schema, json));
        } catch (ClassCastException e) {
            throw new DataException("the default " + json + " does not fit type " + schema.type(), e);
        }
    }

    private static Object stored(Schema schema, Object json) {
        return switch (schema.type()) {
            case INT8 -> ((Number) json).byteValue();
            case INT16 -> ((Number) json).shortValue();
            case INT32 -> ((Number) json).intValue();
            case INT64 -> ((Number) json).longValue();
            case FLOAT32 -> ((Number) json).floatValue();
            case FLOAT64 -> ((Number) json).doubleValue();
            case BOOLEAN -> (Boolean) json;
            case STRING -> (String) json;
            case BYTES -> bytes(json);
            case ARRAY -> array(schema, (List<?>) json);
            case MAP -> map(schema, json);
            case STRUCT -> struct(schema, (Map<?, ?>) json);
        };
    }

    private static Object bytes(Object json) {
        byte[] bytes = json instanceof byte[] already ? already : ((String) json).getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.wrap(bytes);
    }

    private static Object array(Schema schema, List<?> json) {
        List<Object> list = new ArrayList<>();
        json.forEach(each -> list.add(read(schema.valueSchema(), each)));
        return list;
    }

    private static Object map(Schema schema, Object json) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (json instanceof Map<?, ?> entries) {
            entries.forEach((key, value) -> map.put(key, read(schema.valueSchema(), value)));
            return map;
        }
        for (Object each : (List<?>) json) {
            Map<?, ?> entry = (Map<?, ?>) each;
            map.put(read(schema.keySchema(), entry.get("key")), read(schema.valueSchema(), entry.get("value")));
        }
        return map;
    }

    private static Object struct(Schema schema, Map<?, ?> json) {
        // While the schema is being built, its default must be a struct of the schema that it will be.
        Struct struct = new Struct(schema.schema());
        for (Field field : schema.fields()) {
            struct.put(field, read(field.schema(), json.get(field.name())));
        }
        return struct;
    }
}
