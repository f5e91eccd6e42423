package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import io.millrace.registry.serde.connect.CyclicSchema;
import io.millrace.registry.serde.connect.SharedTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;

/** Reads one message type as a Connect schema. One use, one thread. */
final class SchemaReader {
    private final ProtobufMappingConfig config;
    private final Function<FileDescriptor, FileDescriptorProto> interpreting;
    private final Map<FileDescriptor, FileDescriptorProto> interpreted = new HashMap<>();
    /** Messages that are being read, by their full names. */
    private final Map<String, Open> open = new HashMap<>();
    /** Messages with their fields; what says more of each is of the place where it is used. */
    private final SharedTypes<String, Schema> messages = new SharedTypes<>();

    /** A message that is being read, with the places where it comes again inside itself. */
    private record Open(int depth, List<CyclicSchema> again) {}

    /**
     * A reader.
     *
     * @param interpreting gives files with their options understood: that of the message and those that it imports
     */
    SchemaReader(ProtobufMappingConfig config, Function<FileDescriptor, FileDescriptorProto> interpreting) {
        this.config = config;
        this.interpreting = interpreting;
    }

    Schema read(Descriptor type) {
        if (config.wrapperForPrimitives() && isWrapper(type)) {
            return primitive(type.findFieldByName("value")).build();
        }
        return nested(type).build();
    }

    private static boolean isWrapper(Descriptor type) {
        return ProtobufNames.WRAPPERS.contains(type.getFullName());
    }

    private SchemaBuilder struct(Descriptor type) {
        SchemaBuilder builder = SchemaBuilder.struct().name(config.fullNames() ? type.getFullName() : type.getName());
        for (OneofDescriptor union : type.getRealOneofs()) {
            builder.field(unionField(config, union), union(union));
        }
        for (FieldDescriptor field : type.getFields()) {
            if (field.getRealContainingOneof() == null) {
                builder.field(field.getName(), field(field, false));
            }
        }
        return builder;
    }

    static String unionField(ProtobufMappingConfig config, OneofDescriptor union) {
        return config.indexesOfUnions() ? union.getName() + "_" + union.getIndex() : union.getName();
    }

    private Schema union(OneofDescriptor union) {
        String name = config.fullNames() ? union.getFullName() : union.getName();
        SchemaBuilder builder = SchemaBuilder.struct().name(ProtobufNames.UNION + "." + name);
        union.getFields().forEach(field -> builder.field(field.getName(), field(field, true)));
        return builder.optional().build();
    }

    private Schema field(FieldDescriptor field, boolean alternative) {
        boolean message = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        boolean nullable = message
                || alternative
                || field.getJavaType() == FieldDescriptor.JavaType.ENUM
                || (config.optionalForNullables()
                        ? field.hasPresence() || field.isRepeated()
                        : !config.wrapperForNullables() || field.isRepeated());
        if (message
                && !field.isMapField()
                && open.containsKey(field.getMessageType().getFullName())) {
            return again(field);
        }
        SchemaBuilder builder = message ? message(field) : primitive(field);
        if (field.isRepeated() && !field.isMapField()) {
            builder = SchemaBuilder.array(builder.optional().build());
        }
        if (nullable) {
            builder.optional();
        }
        builder.parameter(ProtobufNames.TAG, String.valueOf(field.getNumber()));
        return builder.build();
    }

    /** What comes again inside itself carries no number: it is the same as the one around it. */
    private Schema again(FieldDescriptor field) {
        Descriptor type = field.getMessageType();
        CyclicSchema cyclic = new CyclicSchema(config.fullNames() ? type.getFullName() : type.getName(), true);
        Open around = open.get(type.getFullName());
        around.again().add(cyclic);
        messages.refersTo(around.depth());
        return field.isRepeated()
                ? SchemaBuilder.array(cyclic)
                        .optional()
                        .parameter(ProtobufNames.TAG, String.valueOf(field.getNumber()))
                        .build()
                : cyclic;
    }

    private SchemaBuilder primitive(FieldDescriptor field) {
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> integer(field);
            case UINT32, FIXED32, INT64, UINT64, SINT64, FIXED64, SFIXED64 ->
                typed(SchemaBuilder.int64(), field, FieldDescriptor.Type.INT64);
            case FLOAT -> SchemaBuilder.float32();
            case DOUBLE -> SchemaBuilder.float64();
            case BOOL -> SchemaBuilder.bool();
            case STRING -> SchemaBuilder.string();
            case BYTES -> SchemaBuilder.bytes();
            case ENUM -> enumeration(field.getEnumType());
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    private Map<String, String> params(FieldDescriptor field) {
        return FieldMeta.params(interpreted.computeIfAbsent(field.getFile(), interpreting), field);
    }

    private SchemaBuilder integer(FieldDescriptor field) {
        String type = params(field).getOrDefault(ProtobufNames.CONNECT_TYPE, "");
        return switch (type) {
            case "int8" -> SchemaBuilder.int8();
            case "int16" -> SchemaBuilder.int16();
            default -> typed(SchemaBuilder.int32(), field, FieldDescriptor.Type.INT32);
        };
    }

    private static SchemaBuilder typed(SchemaBuilder builder, FieldDescriptor field, FieldDescriptor.Type usual) {
        boolean inWrapper = isWrapper(field.getContainingType());
        return field.getType() == usual || inWrapper
                ? builder
                : builder.parameter(ProtobufNames.TYPE, field.getType().name().toLowerCase(Locale.ROOT));
    }

    private SchemaBuilder enumeration(EnumDescriptor type) {
        SchemaBuilder builder = config.numericEnums() ? SchemaBuilder.int32() : SchemaBuilder.string();
        builder.name(config.fullNames() ? type.getFullName() : type.getName());
        builder.parameter(ProtobufNames.ENUM, type.getName());
        type.getValues()
                .forEach(symbol -> builder.parameter(
                        ProtobufNames.ENUM + "." + symbol.getName(), String.valueOf(symbol.getNumber())));
        return builder;
    }

    private SchemaBuilder message(FieldDescriptor field) {
        Descriptor type = field.getMessageType();
        if (field.isMapField()) {
            // A map's sides are always there.
            return SchemaBuilder.map(side(type.findFieldByName("key")), side(type.findFieldByName("value")))
                    .name(field.getName());
        }
        return switch (type.getFullName()) {
            case ProtobufNames.DECIMAL -> decimal(field);
            case ProtobufNames.DATE -> Date.builder();
            case ProtobufNames.TIME -> Time.builder();
            case ProtobufNames.TIMESTAMP -> Timestamp.builder();
            default ->
                config.wrapperForNullables() && isWrapper(type)
                        ? primitive(type.findFieldByName("value"))
                        : nested(type);
        };
    }

    private Schema side(FieldDescriptor field) {
        return field(field, false);
    }

    private SchemaBuilder decimal(FieldDescriptor field) {
        Map<String, String> params = params(field);
        String scale = params.getOrDefault(ProtobufNames.SCALE, "0");
        SchemaBuilder builder = Decimal.builder(FieldTypes.number(ProtobufNames.SCALE, scale));
        String precision = params.get(ProtobufNames.PRECISION);
        return precision == null ? builder : builder.parameter(ProtobufNames.CONNECT_PRECISION, precision);
    }

    private SchemaBuilder nested(Descriptor type) {
        Schema known = messages.get(type.getFullName(), () -> newNested(type));
        SchemaBuilder builder = SchemaBuilder.struct().name(known.name());
        known.fields().forEach(field -> builder.field(field.name(), field.schema()));
        return builder;
    }

    private Schema newNested(Descriptor type) {
        Open opened = new Open(messages.depth() - 1, new ArrayList<>());
        open.put(type.getFullName(), opened);
        Schema read = struct(type).build();
        open.remove(type.getFullName());
        opened.again().forEach(each -> each.resolve(read));
        return read;
    }
}
