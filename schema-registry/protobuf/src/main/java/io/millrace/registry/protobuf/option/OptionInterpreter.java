package io.millrace.registry.protobuf.option;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.DescriptorProtos.UninterpretedOption.NamePart;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;

/**
 * Turns options from names and values, as a text has them, into fields of the options' messages. An option that comes
 * without parentheses is one of Protobuf's own; the others are extensions, known when the file is linked.
 */
public final class OptionInterpreter {
    private static final String UNINTERPRETED = "uninterpreted_option";

    private final ExtensionRegistry extensions;
    private final boolean standardOnly;
    private final boolean strict;

    private OptionInterpreter(ExtensionRegistry extensions, boolean standardOnly, boolean strict) {
        this.extensions = extensions;
        this.standardOnly = standardOnly;
        this.strict = strict;
    }

    /** Interprets Protobuf's own options alone; the others stay as they are, and wrong ones do unless strict. */
    public static void standard(FileDescriptorProto.Builder file, boolean strict) throws OptionException {
        OptionPlaces.visit(file, new OptionInterpreter(ExtensionRegistry.getEmptyRegistry(), true, strict)::interpret);
    }

    /** Interprets all options; one that is unknown or wrong is an error if strict, and otherwise stays as it is. */
    public static void all(FileDescriptorProto.Builder file, ExtensionRegistry extensions, boolean strict)
            throws OptionException {
        OptionPlaces.visit(file, new OptionInterpreter(extensions, false, strict)::interpret);
    }

    /** Refuses options that a descriptor sets by a number which no import explains: no text can say them. */
    public static void requireKnown(FileDescriptorProto.Builder file) throws OptionException {
        OptionPlaces.visit(file, (options, scope) -> {
            UnknownFieldSet unknown = options.getUnknownFields();
            if (!unknown.asMap().isEmpty()) {
                throw new OptionException("option number "
                        + unknown.asMap().keySet().iterator().next() + " of '" + scope + "' is declared by no import");
            }
        });
    }

    /** Takes away all options that are extensions. */
    public static void withoutExtensions(FileDescriptorProto.Builder file) {
        try {
            OptionPlaces.visit(file, (options, scope) -> {
                for (FieldDescriptor field : List.copyOf(options.getAllFields().keySet())) {
                    if (field.isExtension() || field.getName().equals(UNINTERPRETED)) {
                        options.clearField(field);
                    }
                }
            });
        } catch (OptionException e) {
            throw new IllegalStateException("Taking options away cannot fail", e);
        }
    }

    private void interpret(Message.Builder options, String scope) throws OptionException {
        FieldDescriptor uninterpreted = options.getDescriptorForType().findFieldByName(UNINTERPRETED);
        List<?> written = (List<?>) options.getField(uninterpreted);
        options.clearField(uninterpreted);
        for (Object each : written) {
            UninterpretedOption option = (UninterpretedOption) each;
            boolean standard = option.getNameList().stream().noneMatch(NamePart::getIsExtension);
            String text = standardOnly && !standard ? null : text(option, options, scope);
            if (text == null || !merge(text, option, options, scope)) {
                options.addRepeatedField(uninterpreted, option);
            }
        }
    }

    private boolean merge(String text, UninterpretedOption option, Message.Builder options, String scope)
            throws OptionException {
        Message before = options.buildPartial();
        try {
            TextFormat.merge(text, extensions, options);
            return true;
        } catch (TextFormat.ParseException e) {
            if (strict) {
                throw new OptionException("option " + name(option) + " of '" + scope + "': "
                        + e.getMessage().replaceFirst("^\\d+:\\d+: ", ""));
            }
            options.clear().mergeFrom(before);
            return false;
        }
    }

    /** The option as a message in text format; null if an extension is not known and may be so. */
    private String text(UninterpretedOption option, Message.Builder options, String scope) throws OptionException {
        StringBuilder text = new StringBuilder();
        for (NamePart part : option.getNameList()) {
            if (text.length() > 0) {
                text.append(" { ");
            }
            if (!part.getIsExtension()) {
                text.append(part.getNamePart());
                continue;
            }
            String name = resolve(part.getNamePart(), scope);
            if (name == null && strict) {
                throw new OptionException(
                        "option " + name(option) + " of '" + scope + "' is declared by no import as one for "
                                + options.getDescriptorForType().getFullName());
            }
            if (name == null) {
                return null;
            }
            text.append('[').append(name).append(']');
        }
        return text.append(value(option))
                .append(" }".repeat(option.getNameCount() - 1))
                .toString();
    }

    /** The full name of an extension: what a name means depends on where it stands. */
    private String resolve(String name, String scope) {
        if (name.startsWith(".")) {
            return isExtension(name.substring(1)) ? name.substring(1) : null;
        }
        String inside = scope;
        while (!inside.isEmpty()) {
            if (isExtension(inside + "." + name)) {
                return inside + "." + name;
            }
            inside = inside.substring(0, Math.max(0, inside.lastIndexOf('.')));
        }
        return isExtension(name) ? name : null;
    }

    private boolean isExtension(String fullName) {
        return extensions.findImmutableExtensionByName(fullName) != null;
    }

    private static String value(UninterpretedOption option) {
        if (option.hasIdentifierValue()) {
            return ": " + option.getIdentifierValue();
        }
        if (option.hasPositiveIntValue()) {
            return ": " + Long.toUnsignedString(option.getPositiveIntValue());
        }
        if (option.hasNegativeIntValue()) {
            return ": " + option.getNegativeIntValue();
        }
        if (option.hasDoubleValue()) {
            double value = option.getDoubleValue();
            return ": " + (Double.isNaN(value) ? "nan" : Double.isInfinite(value) ? value > 0 ? "inf" : "-inf" : value);
        }
        return option.hasStringValue()
                ? ": \"" + TextFormat.escapeBytes(option.getStringValue()) + "\""
                : " { " + option.getAggregateValue() + " }";
    }

    private static String name(UninterpretedOption option) {
        StringBuilder name = new StringBuilder();
        for (NamePart part : option.getNameList()) {
            name.append(name.length() == 0 ? "" : ".")
                    .append(part.getIsExtension() ? "(" + part.getNamePart() + ")" : part.getNamePart());
        }
        return name.toString();
    }
}
