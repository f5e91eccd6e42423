package io.millrace.registry.serde.connect;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** The writers that plans are made of. */
final class Writers {
    private Writers() {}

    static ValueWriter primitive(Schema schema) {
        ValueWriter stored =
                switch (schema.type()) {
                    // Never cut to its size.
                    case INT8 -> (value, out) -> out.writeInt((Byte) value);
                    case INT16 -> (value, out) -> out.writeInt((Short) value);
                    case INT32 -> (value, out) -> out.writeInt((Integer) value);
                    case INT64 -> (value, out) -> out.writeLong((Long) value);
                    case FLOAT32 -> (value, out) -> out.writeFloat((Float) value);
                    case FLOAT64 -> (value, out) -> out.writeDouble((Double) value);
                    case BOOLEAN -> (value, out) -> out.writeBoolean((Boolean) value);
                    case STRING -> (value, out) -> out.writeString((String) value);
                    case BYTES -> bytes();
                    case ARRAY, MAP, STRUCT ->
                        throw new IllegalArgumentException(schema.type() + " is not a primitive type");
                };
        if (!isLogical(schema)) {
            return stored;
        }
        UnaryOperator<Object> toStored = AvroValues.toStored(schema);
        return (value, out) -> stored.write(toStored.apply(value), out);
    }

    private static boolean isLogical(Schema schema) {
        return schema.name() != null && schema.name().startsWith("org.apache.kafka.connect.data.");
    }

    private static ValueWriter bytes() {
        return (value, out) -> {
            if (value instanceof ByteBuffer buffer) {
                out.writeBytes(buffer);
            } else {
                out.writeBytes((byte[]) value);
            }
        };
    }

    static ValueWriter fixed(int sizeBytes) {
        return (value, out) -> {
            byte[] bytes = AvroValues.bytes(value);
            if (bytes.length != sizeBytes) {
                throw new DataException("the schema says " + sizeBytes + " bytes, the value has " + bytes.length);
            }
            out.writeFixed(bytes);
        };
    }

    static ValueWriter enumSymbol(org.apache.avro.Schema symbols) {
        return (value, out) -> {
            if (!symbols.hasEnumSymbol((String) value)) {
                throw new DataException("the enum " + symbols.getFullName() + " has no such symbol");
            }
            out.writeInt(symbols.getEnumOrdinal((String) value));
        };
    }

    static ValueWriter array(ValueWriter items) {
        return (value, out) -> {
            List<?> list = (List<?>) value;
            out.writeItems(list.size());
            for (Object each : list) {
                items.write(each, out);
            }
            out.writeEnd();
        };
    }

    static ValueWriter map(ValueWriter values) {
        return (value, out) -> {
            Map<?, ?> map = (Map<?, ?>) value;
            out.writeItems(map.size());
            for (Map.Entry<?, ?> each : map.entrySet()) {
                if (each.getKey() == null) {
                    throw new DataException("a map key is null, which Avro maps do not take");
                }
                out.writeString((String) each.getKey());
                values.write(each.getValue(), out);
            }
            out.writeEnd();
        };
    }

    static ValueWriter entries(ValueWriter keys, ValueWriter values) {
        return (value, out) -> {
            Map<?, ?> map = (Map<?, ?>) value;
            out.writeItems(map.size());
            for (Map.Entry<?, ?> each : map.entrySet()) {
                keys.write(each.getKey(), out);
                values.write(each.getValue(), out);
            }
            out.writeEnd();
        };
    }

    static ValueWriter struct(Schema schema, ValueWriter[] writers) {
        Field[] fields = schema.fields().toArray(new Field[0]);
        return (value, out) -> {
            Struct struct = (Struct) value;
            // Of a struct of another schema, if only by another instance, a field's place says nothing.
            boolean same = struct.schema() == schema;
            for (int i = 0; i < fields.length; i++) {
                Field field = fields[i];
                try {
                    writers[i].write(same ? plain(struct, field) : struct.getWithoutDefault(field.name()), out);
                } catch (DataException | ClassCastException e) {
                    throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
                }
            }
        };
    }

    /** The value without the default, which is looked up by name only where there is a default to keep out. */
    private static Object plain(Struct struct, Field field) {
        return field.schema().defaultValue() == null ? struct.get(field) : struct.getWithoutDefault(field.name());
    }

    static ValueWriter union(String[] names, ValueWriter[] branches, boolean optional) {
        int shift = optional ? 1 : 0;
        return (value, out) -> {
            Struct struct = (Struct) value;
            for (int i = 0; i < branches.length; i++) {
                Object branch = struct == null ? null : struct.getWithoutDefault(names[i]);
                if (branch != null) {
                    out.writeInt(i + shift);
                    branches[i].write(branch, out);
                    return;
                }
            }
            if (!optional) {
                throw new DataException("none of the union's fields is set");
            }
            out.writeInt(0);
        };
    }

    /** Adds null, on the side on which Avro needs it for the default. */
    static ValueWriter nullable(ValueWriter inner, Object defaultValue, boolean defaultFirst) {
        int nullIndex = defaultFirst ? 1 : 0;
        return (value, out) -> {
            Object written = value == null ? defaultValue : value;
            out.writeInt(written == null ? nullIndex : 1 - nullIndex);
            if (written != null) {
                inner.write(written, out);
            }
        };
    }

    static ValueWriter required(ValueWriter inner, Object defaultValue) {
        return (value, out) -> {
            Object written = value == null ? defaultValue : value;
            if (written == null) {
                throw new DataException("the value is null, but the schema is not optional");
            }
            inner.write(written, out);
        };
    }
}
