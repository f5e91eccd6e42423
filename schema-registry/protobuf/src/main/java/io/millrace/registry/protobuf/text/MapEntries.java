package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.List;
import java.util.Locale;

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

    /**
     * The position among the messages beside a field of the one that the field brings with it, or -1. It is known by its
     * name, which follows from the field's.
     */
    public static int broughtBy(FieldDescriptorProto field, List<DescriptorProto> beside) {
        String type = field.getTypeName().substring(field.getTypeName().lastIndexOf('.') + 1);
        boolean group = field.getType() == FieldDescriptorProto.Type.TYPE_GROUP;
        boolean map =
                field.getLabel() == FieldDescriptorProto.Label.LABEL_REPEATED && type.equals(name(field.getName()));
        for (int i = 0; i < beside.size(); i++) {
            DescriptorProto message = beside.get(i);
            boolean named = message.getName().equals(type);
            if (named
                    && (group
                            ? isGroupOf(field, type)
                            : map && message.getOptions().getMapEntry())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isGroupOf(FieldDescriptorProto field, String type) {
        return field.getName().equals(type.toLowerCase(Locale.ROOT))
                && !field.getName().equals(type);
    }
}
