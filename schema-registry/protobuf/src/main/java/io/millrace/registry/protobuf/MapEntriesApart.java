package io.millrace.registry.protobuf;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import io.millrace.registry.protobuf.text.MapEntries;

/**
 * The entries of maps as messages of their own, which is how descriptors have them. Clients that go by descriptors count
 * them in the positions of messages, and so do those that go by texts if the text declares them.
 */
final class MapEntriesApart {
    private static final UninterpretedOption OPTION = UninterpretedOption.newBuilder()
            .addName(NamePart.newBuilder().setNamePart("map_entry").setIsExtension(false))
            .setIdentifierValue("true")
            .build();

    private MapEntriesApart() {}

    /** Whether a message stands behind an entry beside it, so that the entry has a part in its position. */
    static boolean matter(FileDescriptorProto file) {
        return file.getMessageTypeList().stream().anyMatch(MapEntriesApart::matter);
    }

    private static boolean matter(DescriptorProto message) {
        boolean entry = false;
        for (DescriptorProto nested : message.getNestedTypeList()) {
            if (nested.getOptions().getMapEntry()) {
                entry = true;
            } else if (entry || matter(nested)) {
                return true;
            }
        }
        return false;
    }

    /** The file whose text declares all entries: the option that says so is written, and not understood from a field. */
    static FileDescriptorProto in(FileDescriptorProto file) {
        FileDescriptorProto.Builder apart = file.toBuilder();
        apart.getMessageTypeBuilderList().forEach(MapEntriesApart::apart);
        return apart.build();
    }

    private static void apart(DescriptorProto.Builder message) {
        if (message.getOptions().getMapEntry()) {
            message.getOptionsBuilder().clearMapEntry().addUninterpretedOption(OPTION);
        }
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (MapEntries.broughtBy(field.build(), message.getNestedTypeList()) >= 0) {
                // One spelling, whether a text or a descriptor named the entry.
                field.setTypeName(
                        field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1));
            }
        }
        message.getNestedTypeBuilderList().forEach(MapEntriesApart::apart);
    }
}
