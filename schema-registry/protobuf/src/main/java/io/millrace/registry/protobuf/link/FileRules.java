package io.millrace.registry.protobuf.link;

import com.google.protobuf.DescriptorProtos.DescriptorProto.ReservedRange;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What Protobuf's compiler refuses and its library does not: numbers that are taken, reserved or out of range. */
final class FileRules {
    private static final int LAST_NUMBER = (1 << 29) - 1;
    private static final int FIRST_INTERNAL = 19_000;
    private static final int LAST_INTERNAL = 19_999;

    private FileRules() {}

    static void check(FileDescriptor file) throws LinkException {
        messages(file.getMessageTypes());
        enums(file.getEnumTypes());
        fields(file.getExtensions());
    }

    private static void messages(List<Descriptor> messages) throws LinkException {
        for (Descriptor message : messages) {
            fields(message.getFields());
            fields(message.getExtensions());
            for (FieldDescriptor field : message.getFields()) {
                unreserved(message, field);
            }
            enums(message.getEnumTypes());
            messages(message.getNestedTypes());
        }
    }

    private static void fields(List<FieldDescriptor> fields) throws LinkException {
        for (FieldDescriptor field : fields) {
            int number = field.getNumber();
            if (number > LAST_NUMBER || (number >= FIRST_INTERNAL && number <= LAST_INTERNAL)) {
                throw new LinkException(field.getFullName() + ": number " + number
                        + " is not for fields: they have 1 to " + LAST_NUMBER + " without 19000 to 19999");
            }
        }
    }

    private static void unreserved(Descriptor message, FieldDescriptor field) throws LinkException {
        for (ReservedRange range : message.toProto().getReservedRangeList()) {
            if (field.getNumber() >= range.getStart() && field.getNumber() < range.getEnd()) {
                throw new LinkException(field.getFullName() + ": number " + field.getNumber() + " is reserved");
            }
        }
        if (message.toProto().getReservedNameList().contains(field.getName())) {
            throw new LinkException(field.getFullName() + ": the name is reserved");
        }
        if (message.isExtensionNumber(field.getNumber())) {
            throw new LinkException(field.getFullName() + ": number " + field.getNumber() + " is left to extensions");
        }
    }

    private static void enums(List<EnumDescriptor> enums) throws LinkException {
        for (EnumDescriptor enumeration : enums) {
            if (enumeration.getFile().toProto().getSyntax().equals("proto3")
                    && enumeration.getValues().get(0).getNumber() != 0) {
                throw new LinkException(enumeration.getFullName() + ": the first value of an enum of proto3 is 0");
            }
            values(enumeration);
        }
    }

    private static void values(EnumDescriptor enumeration) throws LinkException {
        Set<Integer> numbers = new LinkedHashSet<>();
        boolean alias = enumeration.getOptions().getAllowAlias();
        for (EnumValueDescriptor value : enumeration.getValues()) {
            if (!numbers.add(value.getNumber()) && !alias) {
                throw new LinkException(value.getFullName() + ": number " + value.getNumber()
                        + " is taken, and the enum has no option allow_alias");
            }
            for (EnumDescriptorProto.EnumReservedRange range :
                    enumeration.toProto().getReservedRangeList()) {
                if (value.getNumber() >= range.getStart() && value.getNumber() <= range.getEnd()) {
                    throw new LinkException(value.getFullName() + ": number " + value.getNumber() + " is reserved");
                }
            }
            if (enumeration.toProto().getReservedNameList().contains(value.getName())) {
                throw new LinkException(value.getFullName() + ": the name is reserved");
            }
        }
    }
}
