package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;

/** Writes one field. */
final class FieldWriter {
    private final Lines lines;
    private final Dialect dialect;

    FieldWriter(Lines lines, Dialect dialect) {
        this.lines = lines;
        this.dialect = dialect;
    }

    /**
     * Writes a field.
     *
     * @param nested the messages beside it, among which is the one that it may bring with it
     * @param inOneof whether it is written inside a oneof, where nothing has a label
     */
    void write(FieldDescriptorProto field, List<DescriptorProto> nested, boolean inOneof) {
        int brought = MapEntries.broughtBy(field, nested);
        String label = inOneof ? "" : label(field);
        String options = OptionWriter.brackets(options(field));
        if (brought >= 0 && field.getType() == FieldDescriptorProto.Type.TYPE_GROUP) {
            DescriptorProto group = nested.get(brought);
            lines.open(label + "group " + group.getName() + " = " + field.getNumber() + options);
            new MessageWriter(lines, dialect).body(group);
            lines.close();
            return;
        }
        String type = brought >= 0 ? map(nested.get(brought)) : label + type(field);
        lines.add(type + " " + field.getName() + " = " + field.getNumber() + options + ";");
    }

    private static String map(DescriptorProto entry) {
        return "map<" + type(entry.getField(0)) + ", " + type(entry.getField(1)) + ">";
    }

    private static String type(FieldDescriptorProto field) {
        return field.hasTypeName() ? field.getTypeName() : Keywords.of(field.getType());
    }

    private String label(FieldDescriptorProto field) {
        if (field.getLabel() == Label.LABEL_REPEATED) {
            return "repeated ";
        }
        return switch (dialect) {
            case PROTO2 -> field.getLabel() == Label.LABEL_REQUIRED ? "required " : "optional ";
            case PROTO3 -> field.getProto3Optional() ? "optional " : "";
            case EDITION -> "";
        };
    }

    private static List<String> options(FieldDescriptorProto field) {
        List<String> options = new ArrayList<>();
        if (field.hasDefaultValue()) {
            options.add("default = " + defaultValue(field));
        }
        if (field.hasJsonName() && !field.getJsonName().equals(JsonNames.of(field.getName()))) {
            options.add("json_name = " + OptionWriter.quoted(field.getJsonName()));
        }
        options.addAll(OptionWriter.assignments(field.getOptions()));
        return options;
    }

    private static String defaultValue(FieldDescriptorProto field) {
        String value = field.getDefaultValue();
        if (!field.hasType()) {
            // A name of a type that is not looked up yet: only an enum has a default.
            return value;
        }
        return switch (field.getType()) {
            case TYPE_STRING -> OptionWriter.quoted(value);
            case TYPE_BYTES -> bytes(value);
            case TYPE_FLOAT -> isWord(value) ? value : Numbers.written(Float.parseFloat(value));
            case TYPE_DOUBLE -> isWord(value) ? value : Numbers.written(Double.parseDouble(value));
            default -> value;
        };
    }

    private static String bytes(String escaped) {
        try {
            return '"' + TextFormat.escapeBytes(TextFormat.unescapeBytes(escaped)) + '"';
        } catch (TextFormat.InvalidEscapeSequenceException e) {
            throw new IllegalStateException("A file that is linked has a default that is not escaped", e);
        }
    }

    private static boolean isWord(String value) {
        return value.equals("inf") || value.equals("-inf") || value.equals("nan") || value.equals("-nan");
    }
}
