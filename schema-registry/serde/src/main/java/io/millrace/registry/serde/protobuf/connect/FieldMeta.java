package io.millrace.registry.serde.protobuf.connect;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.registry.protobuf.link.Linker;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.errors.DataException;

/** The parameters that a field carries in the option {@code (confluent.field_meta)}. */
final class FieldMeta {
    /** The number of the option, in {@code confluent/meta.proto}. */
    private static final int OPTION = 1088;

    private static final Descriptor META =
            Linker.builtIn(ProtobufNames.META_PATH).findMessageTypeByName("Meta");
    private static final FieldDescriptor PARAMS = META.findFieldByName("params");

    private FieldMeta() {}

    /** Options with these parameters. */
    static FieldOptions options(Map<String, String> params) {
        DynamicMessage.Builder meta = DynamicMessage.newBuilder(META);
        new TreeMap<>(params)
                .forEach((key, value) -> meta.addRepeatedField(
                        PARAMS,
                        DynamicMessage.newBuilder(PARAMS.getMessageType())
                                .setField(PARAMS.getMessageType().findFieldByName("key"), key)
                                .setField(PARAMS.getMessageType().findFieldByName("value"), value)
                                .build()));
        ByteString bytes = meta.build().toByteString();
        return FieldOptions.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                OPTION,
                                UnknownFieldSet.Field.newBuilder()
                                        .addLengthDelimited(bytes)
                                        .build())
                        .build())
                .build();
    }

    /** The parameters of a field, whose file is given with its options understood. */
    static Map<String, String> params(FileDescriptorProto file, FieldDescriptor field) {
        Map<String, String> params = new LinkedHashMap<>();
        FieldDescriptorProto written = find(file, field);
        if (written == null || !written.hasOptions()) {
            return params;
        }
        try {
            // Read without knowing any extension, so that the option is where it can be found whoever declares it.
            FieldOptions options = FieldOptions.parseFrom(written.getOptions().toByteString());
            for (ByteString meta : options.getUnknownFields().getField(OPTION).getLengthDelimitedList()) {
                Object entries = DynamicMessage.parseFrom(META, meta).getField(PARAMS);
                for (Object each : (Collection<?>) entries) {
                    Message entry = (Message) each;
                    Descriptor type = entry.getDescriptorForType();
                    params.put((String) entry.getField(type.findFieldByName("key")), (String)
                            entry.getField(type.findFieldByName("value")));
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new DataException("the option confluent.field_meta of " + field.getFullName() + " is broken", e);
        }
        return params;
    }

    private static FieldDescriptorProto find(FileDescriptorProto file, FieldDescriptor field) {
        Deque<Integer> way = new ArrayDeque<>();
        for (Descriptor around = field.getContainingType(); around != null; around = around.getContainingType()) {
            way.addFirst(around.getIndex());
        }
        DescriptorProto message = null;
        for (int index : way) {
            int count = message == null ? file.getMessageTypeCount() : message.getNestedTypeCount();
            if (index >= count) {
                return null;
            }
            message = message == null ? file.getMessageType(index) : message.getNestedType(index);
        }
        boolean same = message != null
                && field.getIndex() < message.getFieldCount()
                && message.getField(field.getIndex()).getName().equals(field.getName());
        return same ? message.getField(field.getIndex()) : null;
    }
}
