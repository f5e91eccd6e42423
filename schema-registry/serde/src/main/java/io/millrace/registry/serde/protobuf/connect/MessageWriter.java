package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;

/** Writes Connect's values as messages of the type that their schema became. Any thread. */
final class MessageWriter {
    private final ProtobufMappingConfig config;

    MessageWriter(ProtobufMappingConfig config) {
        this.config = config;
    }

    /** The whole value of a record. */
    DynamicMessage write(Descriptor type, Schema schema, Object value) {
        try {
            return schema.type() == Schema.Type.STRUCT
                    ? message(type, schema, (Struct) value)
                    : wrapped(type, schema, value);
        } catch (ClassCastException e) {
            throw unfit(schema, value, e);
        }
    }

    private DynamicMessage message(Descriptor type, Schema schema, Struct struct) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (Field field : schema.fields()) {
            Object value = value(struct, field);
            try {
                if (ProtobufNames.isUnion(field.schema())) {
                    putAlternative(message, type, field, (Struct) value);
                } else {
                    put(message, type, field, value);
                }
            } catch (DataException e) {
                throw new DataException("field " + field.name() + ": " + e.getMessage(), e);
            }
        }
        return message.build();
    }

    private Object value(Struct struct, Field field) {
        return config.ignoreDefaultForNullables() ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }

    private void putAlternative(DynamicMessage.Builder message, Descriptor type, Field union, Struct value) {
        if (value == null) {
            return;
        }
        for (Field member : union.schema().fields()) {
            Object set = value(value, member);
            if (set != null) {
                put(message, type, member, set);
                return;
            }
        }
    }

    private void put(DynamicMessage.Builder message, Descriptor type, Field field, Object value) {
        Schema schema = field.schema();
        if (value == null) {
            if (!schema.isOptional()) {
                throw new DataException("the value is null, but the schema is not optional");
            }
            return;
        }
        FieldDescriptor target = type.findFieldByName(field.name());
        try {
            switch (schema.type()) {
                case ARRAY -> message.setField(target, list(target, schema, (List<?>) value));
                case MAP -> message.setField(target, entries(target, schema, (Map<?, ?>) value));
                case INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, STRUCT ->
                    message.setField(target, single(target, schema, value));
            }
        } catch (ClassCastException e) {
            throw unfit(schema, value, e);
        }
    }

    private List<Object> list(FieldDescriptor target, Schema schema, List<?> values) {
        List<Object> list = new ArrayList<>(values.size());
        for (Object each : values) {
            list.add(single(target, schema.valueSchema(), notNull(each, "a list")));
        }
        return list;
    }

    private List<Object> entries(FieldDescriptor target, Schema schema, Map<?, ?> map) {
        Descriptor type = target.getMessageType();
        FieldDescriptor key = type.findFieldByName("key");
        FieldDescriptor value = type.findFieldByName("value");
        List<Object> entries = new ArrayList<>(map.size());
        map.forEach((k, v) -> entries.add(DynamicMessage.newBuilder(type)
                .setField(key, single(key, schema.keySchema(), notNull(k, "the keys of a map")))
                .setField(value, single(value, schema.valueSchema(), notNull(v, "a map")))
                .build()));
        return entries;
    }

    private static Object notNull(Object value, String where) {
        if (value == null) {
            throw new DataException("null stands in " + where + ", which Protobuf cannot write");
        }
        return value;
    }

    private Object single(FieldDescriptor target, Schema schema, Object value) {
        if (target.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            return symbol(target, value);
        }
        if (target.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return scalar(target, schema, value);
        }
        if (FieldTypes.isLogical(schema)) {
            return LogicalMessages.write(target.getMessageType(), schema, value);
        }
        return schema.type() == Schema.Type.STRUCT
                ? message(target.getMessageType(), schema, (Struct) value)
                : wrapped(target.getMessageType(), schema, value);
    }

    private static DynamicMessage wrapped(Descriptor type, Schema schema, Object value) {
        FieldDescriptor inside = type.findFieldByName("value");
        return DynamicMessage.newBuilder(type)
                .setField(inside, scalar(inside, schema, value))
                .build();
    }

    private static Object symbol(FieldDescriptor target, Object value) {
        EnumValueDescriptor found = value instanceof Number number
                ? target.getEnumType().findValueByNumber(number.intValue())
                : target.getEnumType().findValueByName((String) value);
        if (found == null) {
            throw new DataException("the enum " + target.getEnumType().getFullName() + " has no such symbol");
        }
        return found;
    }

    private static Object scalar(FieldDescriptor target, Schema schema, Object value) {
        return switch (schema.type()) {
            // Never cut to its size.
            case INT8 -> ((Byte) value).intValue();
            case INT16 -> ((Short) value).intValue();
            case INT32 -> (Integer) value;
            case INT64 -> target.getJavaType() == FieldDescriptor.JavaType.INT ? unsigned((Long) value) : (Long) value;
            case FLOAT32 -> (Float) value;
            case FLOAT64 -> (Double) value;
            case BOOLEAN -> (Boolean) value;
            case STRING -> (String) value;
            case BYTES ->
                value instanceof ByteBuffer buffer
                        ? ByteString.copyFrom(buffer.duplicate())
                        : ByteString.copyFrom((byte[]) value);
            case ARRAY, MAP, STRUCT -> throw new IllegalArgumentException(schema.type() + " is not a primitive type");
        };
    }

    /** Types of 32 bits without a sign are longs in Connect. */
    private static Object unsigned(long value) {
        if (value < 0 || value > 0xffffffffL) {
            throw new DataException("the number does not fit into 32 bits without a sign");
        }
        return (int) value;
    }

    private static DataException unfit(Schema schema, Object value, ClassCastException cause) {
        String type = value == null ? "null" : value.getClass().getName();
        return new DataException("the value is a " + type + ", but the schema is of type " + schema.type(), cause);
    }
}
