package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.DescriptorProtos.UninterpretedOption;
import com.google.protobuf.TextFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads one field: of a message, a oneof or an extension. */
final class FieldReader {
    /** Where the message goes that a group or a map brings with it. */
    interface Nested {
        void add(DescriptorProto message);
    }

    private static final Map<String, FieldDescriptorProto.Type> SCALARS = Stream.of(FieldDescriptorProto.Type.values())
            .filter(type -> type != FieldDescriptorProto.Type.TYPE_MESSAGE
                    && type != FieldDescriptorProto.Type.TYPE_ENUM
                    && type != FieldDescriptorProto.Type.TYPE_GROUP)
            .collect(Collectors.toUnmodifiableMap(Keywords::of, type -> type));

    private static final Set<FieldDescriptorProto.Type> NO_KEYS = Set.of(
            FieldDescriptorProto.Type.TYPE_FLOAT,
            FieldDescriptorProto.Type.TYPE_DOUBLE,
            FieldDescriptorProto.Type.TYPE_BYTES);

    private final TokenReader tokens;
    private final Dialect dialect;

    FieldReader(TokenReader tokens, Dialect dialect) {
        this.tokens = tokens;
        this.dialect = dialect;
    }

    /** A field that may have a label; a map only where the field is one of a message. */
    FieldDescriptorProto labelled(Nested nested, boolean mapAllowed) throws ProtoSyntaxException {
        Token first = tokens.current();
        if (tokens.take("required")) {
            dialect.requireProto2(first, "a required field");
            return field(Label.LABEL_REQUIRED, true, nested, false);
        }
        if (tokens.take("repeated")) {
            return field(Label.LABEL_REPEATED, true, nested, false);
        }
        if (tokens.take("optional")) {
            if (dialect == Dialect.EDITION) {
                throw first.error("an edition has no label 'optional'");
            }
            return field(Label.LABEL_OPTIONAL, true, nested, false);
        }
        return field(Label.LABEL_OPTIONAL, false, nested, mapAllowed);
    }

    /** A member of a oneof: without label, and not a map. */
    FieldDescriptorProto member(Nested nested) throws ProtoSyntaxException {
        return field(Label.LABEL_OPTIONAL, true, nested, false).toBuilder()
                .clearProto3Optional()
                .build();
    }

    private FieldDescriptorProto field(Label label, boolean labelled, Nested nested, boolean mapAllowed)
            throws ProtoSyntaxException {
        tokens.declare();
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder().setLabel(label);
        Token first = tokens.current();
        String type = tokens.typeName();
        if (type.equals("map") && tokens.at("<")) {
            if (!mapAllowed) {
                throw first.error("a map belongs into a message, without a label");
            }
            return map(field, nested);
        }
        if (!labelled && dialect == Dialect.PROTO2) {
            throw first.error("expected 'required', 'optional' or 'repeated' before " + first.shown());
        }
        if (dialect == Dialect.PROTO3 && labelled && label == Label.LABEL_OPTIONAL) {
            field.setProto3Optional(true);
        }
        if (type.equals("group")) {
            return group(field, first, nested);
        }
        setType(field, type);
        nameAndNumber(field);
        return options(field);
    }

    private FieldDescriptorProto options(FieldDescriptorProto.Builder field) throws ProtoSyntaxException {
        brackets(field);
        tokens.require(";");
        return field.build();
    }

    private void nameAndNumber(FieldDescriptorProto.Builder field) throws ProtoSyntaxException {
        field.setName(tokens.identifier("the name of a field"));
        tokens.require("=");
        field.setNumber(tokens.number("the number of a field", false));
    }

    private FieldDescriptorProto group(FieldDescriptorProto.Builder field, Token first, Nested nested)
            throws ProtoSyntaxException {
        dialect.requireProto2(first, "a group");
        nameAndNumber(field);
        String type = field.getName();
        if (type.charAt(0) < 'A' || type.charAt(0) > 'Z') {
            throw first.error("the name of group '" + type + "' begins with a small letter");
        }
        field.setName(type.toLowerCase(Locale.ROOT))
                .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                .setTypeName(type);
        brackets(field);
        DescriptorProto.Builder body = DescriptorProto.newBuilder().setName(type);
        new MessageReader(tokens, dialect).body(body);
        nested.add(body.build());
        return field.build();
    }

    private FieldDescriptorProto map(FieldDescriptorProto.Builder field, Nested nested) throws ProtoSyntaxException {
        tokens.require("<");
        FieldDescriptorProto.Builder key = entryField("key", 1);
        Token keyType = tokens.current();
        setType(key, tokens.typeName());
        if (!key.hasType() || NO_KEYS.contains(key.getType())) {
            throw keyType.error("a map's key is an integer, a bool or a string, not " + keyType.shown());
        }
        tokens.require(",");
        FieldDescriptorProto.Builder value = entryField("value", 2);
        setType(value, tokens.typeName());
        tokens.require(">");
        nameAndNumber(field);
        String entry = MapEntries.name(field.getName());
        nested.add(DescriptorProto.newBuilder()
                .setName(entry)
                .addField(key)
                .addField(value)
                .setOptions(MessageOptions.newBuilder().setMapEntry(true))
                .build());
        return options(field.setLabel(Label.LABEL_REPEATED)
                .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                .setTypeName(entry));
    }

    private static FieldDescriptorProto.Builder entryField(String name, int number) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setLabel(Label.LABEL_OPTIONAL);
    }

    private static void setType(FieldDescriptorProto.Builder field, String type) {
        FieldDescriptorProto.Type scalar = SCALARS.get(type);
        if (scalar != null) {
            field.setType(scalar);
        } else {
            field.setTypeName(type);
        }
    }

    /** A default and a name in JSON stand among the options and are none. */
    private void brackets(FieldDescriptorProto.Builder field) throws ProtoSyntaxException {
        Token first = tokens.current();
        for (UninterpretedOption option : new OptionReader(tokens).brackets()) {
            String name = option.getNameCount() == 1 && !option.getName(0).getIsExtension()
                    ? option.getName(0).getNamePart()
                    : "";
            if (name.equals("default")) {
                if (dialect == Dialect.PROTO3) {
                    throw first.error("proto3 has no default values");
                }
                field.setDefaultValue(defaultValue(field, option, first));
            } else if (name.equals("json_name")) {
                if (!option.hasStringValue()) {
                    throw first.error("json_name is not a string");
                }
                field.setJsonName(option.getStringValue().toStringUtf8());
            } else {
                field.getOptionsBuilder().addUninterpretedOption(option);
            }
        }
    }

    private static String defaultValue(FieldDescriptorProto.Builder field, UninterpretedOption value, Token first)
            throws ProtoSyntaxException {
        if (value.hasStringValue()) {
            return field.getType() == FieldDescriptorProto.Type.TYPE_BYTES
                    ? TextFormat.escapeBytes(value.getStringValue())
                    : value.getStringValue().toStringUtf8();
        }
        if (value.hasIdentifierValue()) {
            return value.getIdentifierValue();
        }
        if (value.hasPositiveIntValue()) {
            return Long.toUnsignedString(value.getPositiveIntValue());
        }
        if (value.hasNegativeIntValue()) {
            return Long.toString(value.getNegativeIntValue());
        }
        if (value.hasDoubleValue()) {
            return Numbers.written(value.getDoubleValue());
        }
        throw first.error("a default is a plain value");
    }
}
