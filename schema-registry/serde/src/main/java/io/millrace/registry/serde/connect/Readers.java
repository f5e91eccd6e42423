package io.millrace.registry.serde.connect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** The readers that plans are made of. */
final class Readers {
    private Readers() {}

    static ValueReader primitive(Schema avro, org.apache.kafka.connect.data.Schema connect) {
        return switch (avro.getType()) {
            case INT ->
                switch (connect.type()) {
                    case INT8 -> in -> (byte) in.readInt();
                    case INT16 -> in -> (short) in.readInt();
                    case INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT ->
                        logical(connect, in -> in.readInt());
                };
            case LONG -> logical(connect, in -> in.readLong());
            case FLOAT -> in -> in.readFloat();
            case DOUBLE -> in -> in.readDouble();
            case BOOLEAN -> in -> in.readBoolean();
            case STRING -> in -> in.readString();
            case BYTES -> logical(connect, in -> in.readBytes());
            case FIXED -> logical(connect, fixed(avro.getFixedSize()));
            case ENUM -> enumSymbol(avro.getEnumSymbols());
            case RECORD, ARRAY, MAP, UNION, NULL ->
                throw new IllegalArgumentException(avro.getType() + " is not a primitive type");
        };
    }

    private static ValueReader logical(org.apache.kafka.connect.data.Schema connect, ValueReader stored) {
        if (connect.name() == null || !connect.name().startsWith("org.apache.kafka.connect.data.")) {
            return stored;
        }
        UnaryOperator<Object> toLogical = AvroValues.toLogical(connect);
        return in -> toLogical.apply(stored.read(in));
    }

    private static ValueReader fixed(int sizeBytes) {
        return in -> in.readFixed(sizeBytes);
    }

    private static ValueReader enumSymbol(List<String> symbols) {
        return in -> symbols.get(in.readInt());
    }

    static ValueReader array(ValueReader items) {
        return in -> {
            List<Object> list = new ArrayList<>();
            for (int left = in.readItems(0); left != 0; left = in.readItems(list.size())) {
                for (int i = 0; i < left; i++) {
                    list.add(items.read(in));
                }
            }
            return list;
        };
    }

    static ValueReader map(ValueReader values) {
        return in -> {
            Map<String, Object> map = new LinkedHashMap<>();
            for (int left = in.readItems(0); left != 0; left = in.readItems(map.size())) {
                for (int i = 0; i < left; i++) {
                    String key = in.readString();
                    map.put(key, values.read(in));
                }
            }
            return map;
        };
    }

    static ValueReader entries(ValueReader keys, ValueReader values) {
        return in -> {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int left = in.readItems(0); left != 0; left = in.readItems(map.size())) {
                for (int i = 0; i < left; i++) {
                    Object key = keys.read(in);
                    map.put(key, values.read(in));
                }
            }
            return map;
        };
    }

    static ValueReader struct(org.apache.kafka.connect.data.Schema schema, ValueReader[] readers) {
        Field[] fields = schema.fields().toArray(new Field[0]);
        return in -> {
            Struct struct = new Struct(schema);
            for (int i = 0; i < readers.length; i++) {
                struct.put(fields[i], readers[i].read(in));
            }
            return struct;
        };
    }

    /** One of several branches, one of which may be null. */
    static ValueReader choice(ValueReader[] branches) {
        return in -> branches[in.readInt()].read(in);
    }

    static ValueReader nothing() {
        return in -> null;
    }

    static ValueReader unionField(org.apache.kafka.connect.data.Schema schema, Field field, ValueReader branch) {
        return in -> new Struct(schema).put(field, branch.read(in));
    }
}
