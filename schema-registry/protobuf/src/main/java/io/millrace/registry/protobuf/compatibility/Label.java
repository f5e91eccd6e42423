package io.millrace.registry.protobuf.compatibility;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;

/** The label of a field as its text has it. */
enum Label {
    OPTIONAL,
    REQUIRED,
    REPEATED,
    /** A single field of proto3 or of an edition without a label, or a member of a oneof. */
    NONE;

    static Label of(FieldDescriptor field) {
        if (field.isRequired()) {
            return REQUIRED;
        }
        if (field.isRepeated()) {
            return REPEATED;
        }
        FieldDescriptorProto written = field.toProto();
        boolean proto2 =
                switch (field.getFile().toProto().getSyntax()) {
                    case "proto3", "editions" -> false;
                    default -> true;
                };
        return written.getProto3Optional() || (proto2 && !written.hasOneofIndex()) ? OPTIONAL : NONE;
    }
}
