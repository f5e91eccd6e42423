package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.List;

/** The messages that a map or a group brings with it, which no text declares by themselves. */
public final class MapEntries {
    private MapEntries() {}

    /** The name of a map's entry: the field's in camel case, with {@code Entry}. */
    static String name(String field) {
        StringBuilder name = new StringBuilder();
        boolean capital = true;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '_') {
                capital = true;
            } else {
                name.append(capital && c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
                capital = false;
            }
        }
        return name.append("Entry").toString();
    }

    /** The position among the nested messages of the one that the field brings with it, or -1. */
    public static int broughtBy(FieldDescriptorProto field, List<DescriptorProto> nested) {
        String type = field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
        for (int i = 0; i < nested.size(); i++) {
            DescriptorProto message = nested.get(i);
            if (message.getName().equals(type)
                    && (field.getType() == FieldDescriptorProto.Type.TYPE_GROUP
                            || message.getOptions().getMapEntry())) {
                return i;
            }
        }
        return -1;
    }
}
