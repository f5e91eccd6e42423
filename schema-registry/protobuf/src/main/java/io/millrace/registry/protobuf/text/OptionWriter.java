package io.millrace.registry.protobuf.text;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes options as assignments, by their numbers; those that nobody could interpret come last, as they were. */
final class OptionWriter {
    private static final String UNINTERPRETED = "uninterpreted_option";

    private OptionWriter() {}

    /** {@code name = value} for each option. */
    static List<String> assignments(Message options) {
        List<String> assignments = new ArrayList<>();
        add(options, "", assignments);
        return assignments;
    }

    /** Options in brackets with a space before, or nothing. */
    static String brackets(List<String> assignments) {
        return assignments.isEmpty() ? "" : " [" + String.join(", ", assignments) + "]";
    }

    private static void add(Message options, String prefix, List<String> assignments) {
        for (Map.Entry<FieldDescriptor, Object> option : options.getAllFields().entrySet()) {
            FieldDescriptor field = option.getKey();
            if (field.getName().equals(UNINTERPRETED)) {
                continue;
            }
            String name = prefix + (field.isExtension() ? "(" + field.getFullName() + ")" : field.getName());
            if (field.isRepeated()) {
                ((List<?>) option.getValue()).forEach(each -> assignments.add(name + " = " + value(field, each)));
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isExtension()) {
                add((Message) option.getValue(), name + ".", assignments);
            } else {
                assignments.add(name + " = " + value(field, option.getValue()));
            }
        }
        FieldDescriptor uninterpreted = options.getDescriptorForType().findFieldByName(UNINTERPRETED);
        if (uninterpreted != null && uninterpreted.isRepeated()) {
            for (Object each : (List<?>) options.getField(uninterpreted)) {
                assignments.add(uninterpreted((UninterpretedOption) each));
            }
        }
    }

    private static String value(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case MESSAGE -> "{ " + text((Message) value) + " }";
            case ENUM -> ((EnumValueDescriptor) value).getName();
            case STRING -> quoted((String) value);
            case BYTE_STRING -> '"' + TextFormat.escapeBytes((ByteString) value) + '"';
            case FLOAT -> Numbers.written((Float) value);
            case DOUBLE -> Numbers.written((Double) value);
            case INT -> isUnsigned(field) ? Integer.toUnsignedString((Integer) value) : value.toString();
            case LONG -> isUnsigned(field) ? Long.toUnsignedString((Long) value) : value.toString();
            case BOOLEAN -> value.toString();
        };
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        FieldDescriptor.Type type = field.getType();
        return type == FieldDescriptor.Type.UINT32
                || type == FieldDescriptor.Type.UINT64
                || type == FieldDescriptor.Type.FIXED32
                || type == FieldDescriptor.Type.FIXED64;
    }

    private static String text(Message message) {
        return TextFormat.printer()
                .escapingNonAscii(false)
                .emittingSingleLine(true)
                .printToString(message)
                .strip();
    }

    private static String uninterpreted(UninterpretedOption option) {
        StringBuilder name = new StringBuilder();
        for (NamePart part : option.getNameList()) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(part.getIsExtension() ? "(" + part.getNamePart() + ")" : part.getNamePart());
        }
        return name + " = " + uninterpretedValue(option);
    }

    private static String uninterpretedValue(UninterpretedOption option) {
        if (option.hasIdentifierValue()) {
            return option.getIdentifierValue();
        }
        if (option.hasPositiveIntValue()) {
            return Long.toUnsignedString(option.getPositiveIntValue());
        }
        if (option.hasNegativeIntValue()) {
            return Long.toString(option.getNegativeIntValue());
        }
        if (option.hasDoubleValue()) {
            return Numbers.written(option.getDoubleValue());
        }
        return option.hasStringValue()
                ? '"' + TextFormat.escapeBytes(option.getStringValue()) + '"'
                : "{ " + option.getAggregateValue() + " }";
    }

    /** A text in quotes; what is not ASCII stays as it is. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' ') {
                quoted.append('\\')
                        .append((char) ('0' + c / 64))
                        .append((char) ('0' + c / 8 % 8))
                        .append((char) ('0' + c % 8));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
