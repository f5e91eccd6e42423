package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads messages as values of the Connect schema that their type became. Any thread. */
final class MessageReader {
    private static final long UNSIGNED_32 = 0xffffffffL;

    private final ProtobufMappingConfig config;

    MessageReader(ProtobufMappingConfig config) {
        this.config = config;
    }

    /** The whole value of a record. */
    Object read(Schema schema, Message message) {
        return schema.type() == Schema.Type.STRUCT ? struct(schema, message) : wrapped(schema, message);
    }

    private Struct struct(Schema schema, Message message) {
        Struct struct = new Struct(schema);
        Descriptor type = message.getDescriptorForType();
        for (OneofDescriptor union : type.getRealOneofs()) {
            FieldDescriptor set = message.getOneofFieldDescriptor(union);
            if (set != null) {
                String name = SchemaReader.unionField(config, union);
                Schema alternatives = schema.field(name).schema();
                Schema alternative = alternatives.field(set.getName()).schema();
                struct.put(
                        name,
                        new Struct(alternatives).put(set.getName(), value(alternative, set, message.getField(set))));
            }
        }
        for (FieldDescriptor field : type.getFields()) {
            boolean absent = field.hasPresence() && !message.hasField(field);
            if (field.getRealContainingOneof() == null && !absent) {
                struct.put(
                        field.getName(), value(schema.field(field.getName()).schema(), field, message.getField(field)));
            }
        }
        return struct;
    }

    private Object value(Schema schema, FieldDescriptor field, Object value) {
        if (field.isMapField()) {
            return map(schema, field.getMessageType(), (List<?>) value);
        }
        if (field.isRepeated()) {
            List<Object> list = new ArrayList<>();
            ((List<?>) value).forEach(each -> list.add(single(schema.valueSchema(), field, each)));
            return list;
        }
        return single(schema, field, value);
    }

    private Map<Object, Object> map(Schema schema, Descriptor entry, List<?> entries) {
        FieldDescriptor key = entry.findFieldByName("key");
        FieldDescriptor value = entry.findFieldByName("value");
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object each : entries) {
            Message message = (Message) each;
            map.put(
                    single(schema.keySchema(), key, message.getField(key)),
                    single(schema.valueSchema(), value, message.getField(value)));
        }
        return map;
    }

    private Object single(Schema schema, FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(schema, (Message) value);
            case ENUM -> {
                EnumValueDescriptor symbol = (EnumValueDescriptor) value;
                yield schema.type() == Schema.Type.INT32 ? (Object) symbol.getNumber() : symbol.getName();
            }
            case BYTE_STRING -> ByteBuffer.wrap(((ByteString) value).toByteArray());
            case INT -> integer(schema, field, (Integer) value);
            case LONG, FLOAT, DOUBLE, BOOLEAN, STRING -> value;
        };
    }

    private Object message(Schema schema, Message message) {
        if (FieldTypes.isLogical(schema)) {
            return LogicalMessages.read(schema, message);
        }
        return read(schema, message);
    }

    private Object wrapped(Schema schema, Message message) {
        FieldDescriptor inside = message.getDescriptorForType().findFieldByName("value");
        return single(schema, inside, message.getField(inside));
    }

    private static Object integer(Schema schema, FieldDescriptor field, int value) {
        boolean unsigned =
                field.getType() == FieldDescriptor.Type.UINT32 || field.getType() == FieldDescriptor.Type.FIXED32;
        return switch (schema.type()) {
            case INT8 -> (byte) value;
            case INT16 -> (short) value;
            case INT64 -> unsigned ? value & UNSIGNED_32 : (long) value;
            case INT32, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES, ARRAY, MAP, STRUCT -> value;
        };
    }
}
