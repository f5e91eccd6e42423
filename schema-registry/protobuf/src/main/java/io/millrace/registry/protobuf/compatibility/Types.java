package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.List;

/** The types that a file or a message declares. */
record Types(List<Descriptor> messages, List<EnumDescriptor> enums) {
    static Types of(Descriptor message) {
        return new Types(message.getNestedTypes(), message.getEnumTypes());
    }

    Descriptor message(String name) {
        return messages.stream()
                .filter(message -> message.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    EnumDescriptor enumeration(String name) {
        return enums.stream()
                .filter(enumeration -> enumeration.getName().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the message belongs to a map or a group, and comes and goes with it. */
    static boolean isBroughtByField(Descriptor message) {
        if (message.getOptions().getMapEntry()) {
            return true;
        }
        Descriptor around = message.getContainingType();
        FileDescriptor file = message.getFile();
        return around == null
                ? isGroup(message, file.getExtensions())
                : isGroup(message, around.getFields()) || isGroup(message, around.getExtensions());
    }

    private static boolean isGroup(Descriptor message, List<FieldDescriptor> fields) {
        return fields.stream()
                .anyMatch(field -> field.toProto().getType() == FieldDescriptorProto.Type.TYPE_GROUP
                        && field.getMessageType().equals(message));
    }

    /** The name of a message inside its package. */
    static String localName(Descriptor message) {
        String around = message.getFile().getPackage();
        return around.isEmpty() ? message.getFullName() : message.getFullName().substring(around.length() + 1);
    }
}
