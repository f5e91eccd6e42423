package io.millrace.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import io.millrace.registry.protobuf.link.MissingTypes;

/** Writes out what names of types mean. A type that was never found keeps its name as it is written. */
final class FullNames {
    private FullNames() {}

    static FileDescriptorProto of(FileDescriptorProto written, FileDescriptor linked) {
        FileDescriptorProto.Builder file = written.toBuilder().clearName();
        for (int i = 0; i < file.getMessageTypeCount(); i++) {
            message(file.getMessageTypeBuilder(i), linked.getMessageTypes().get(i));
        }
        for (int i = 0; i < file.getExtensionCount(); i++) {
            field(file.getExtensionBuilder(i), linked.getExtensions().get(i));
        }
        for (int i = 0; i < file.getServiceCount(); i++) {
            for (int m = 0; m < file.getService(i).getMethodCount(); m++) {
                method(
                        file.getServiceBuilder(i).getMethodBuilder(m),
                        linked.getServices().get(i).getMethods().get(m));
            }
        }
        return file.build();
    }

    private static void message(DescriptorProto.Builder message, Descriptor linked) {
        for (int i = 0; i < message.getFieldCount(); i++) {
            field(message.getFieldBuilder(i), linked.getFields().get(i));
        }
        for (int i = 0; i < message.getExtensionCount(); i++) {
            field(message.getExtensionBuilder(i), linked.getExtensions().get(i));
        }
        for (int i = 0; i < message.getNestedTypeCount(); i++) {
            message(message.getNestedTypeBuilder(i), linked.getNestedTypes().get(i));
        }
    }

    private static void field(FieldDescriptorProto.Builder field, FieldDescriptor linked) {
        if (field.hasExtendee() && !MissingTypes.isMissing(linked.getContainingType())) {
            field.setExtendee(fullName(linked.getContainingType()));
        }
        if (!field.hasTypeName()) {
            return;
        }
        boolean enumeration = linked.getJavaType() == FieldDescriptor.JavaType.ENUM;
        GenericDescriptor type = enumeration ? linked.getEnumType() : linked.getMessageType();
        if (MissingTypes.isMissing(type)) {
            return;
        }
        field.setTypeName(fullName(type));
        if (!field.hasType()) {
            field.setType(enumeration ? FieldDescriptorProto.Type.TYPE_ENUM : FieldDescriptorProto.Type.TYPE_MESSAGE);
        }
    }

    private static void method(MethodDescriptorProto.Builder method, MethodDescriptor linked) {
        if (!MissingTypes.isMissing(linked.getInputType())) {
            method.setInputType(fullName(linked.getInputType()));
        }
        if (!MissingTypes.isMissing(linked.getOutputType())) {
            method.setOutputType(fullName(linked.getOutputType()));
        }
    }

    private static String fullName(GenericDescriptor type) {
        return "." + type.getFullName();
    }
}
