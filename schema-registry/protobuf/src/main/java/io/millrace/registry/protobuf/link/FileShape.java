package io.millrace.registry.protobuf.link;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import io.millrace.registry.protobuf.text.MapEntries;
import java.util.List;

/** What a descriptor can say and no text does; the library that links it takes such a one for granted or fails. */
final class FileShape {
    private final boolean proto2;

    private FileShape(FileDescriptorProto file) {
        this.proto2 = file.getSyntax().isEmpty() || file.getSyntax().equals("proto2");
    }

    static void check(FileDescriptorProto file) throws LinkException {
        FileShape shape = new FileShape(file);
        shape.fields(file.getExtensionList(), file.getMessageTypeList());
        for (DescriptorProto message : file.getMessageTypeList()) {
            shape.message(message);
        }
    }

    private void message(DescriptorProto message) throws LinkException {
        if (message.getOptions().getMapEntry() && !isEntry(message)) {
            throw new LinkException(message.getName() + ": it has the option map_entry and is not the entry of a map");
        }
        fields(message.getFieldList(), message.getNestedTypeList());
        fields(message.getExtensionList(), message.getNestedTypeList());
        for (DescriptorProto nested : message.getNestedTypeList()) {
            message(nested);
        }
    }

    private static boolean isEntry(DescriptorProto message) {
        return message.getFieldCount() == 2
                && message.getNestedTypeCount() == 0
                && isPart(message.getField(0), "key", 1)
                && isPart(message.getField(1), "value", 2);
    }

    private static boolean isPart(FieldDescriptorProto field, String name, int number) {
        return field.getName().equals(name)
                && field.getNumber() == number
                && field.getLabel() == FieldDescriptorProto.Label.LABEL_OPTIONAL
                && (number == 2 || !field.hasTypeName())
                && field.getType() != FieldDescriptorProto.Type.TYPE_GROUP;
    }

    private void fields(List<FieldDescriptorProto> fields, List<DescriptorProto> beside) throws LinkException {
        for (FieldDescriptorProto field : fields) {
            if (!field.hasType() && !field.hasTypeName()) {
                throw new LinkException(field.getName() + ": the field has no type");
            }
            if (field.getType() == FieldDescriptorProto.Type.TYPE_GROUP
                    && (!proto2 || MapEntries.broughtBy(field, beside) < 0)) {
                throw new LinkException(field.getName() + ": it is a group, and not as proto2 has them");
            }
        }
    }
}
