package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads the body of a message. */
final class MessageReader {
    private final TokenReader tokens;
    private final Dialect dialect;

    MessageReader(TokenReader tokens, Dialect dialect) {
        this.tokens = tokens;
        this.dialect = dialect;
    }

    /** A message from its name on. */
    DescriptorProto message() throws ProtoSyntaxException {
        DescriptorProto.Builder message =
                DescriptorProto.newBuilder().setName(tokens.identifier("the name of a message"));
        body(message);
        return message.build();
    }

    /** What stands between the braces, and the braces. */
    void body(DescriptorProto.Builder message) throws ProtoSyntaxException {
        tokens.declare();
        tokens.enter();
        tokens.require("{");
        while (!tokens.take("}")) {
            statement(message);
        }
        tokens.leave();
        addSyntheticOneofs(message);
    }

    private void statement(DescriptorProto.Builder message) throws ProtoSyntaxException {
        if (tokens.take(";")) {
            return;
        }
        if (tokens.take("message")) {
            message.addNestedType(message());
        } else if (tokens.take("enum")) {
            message.addEnumType(new EnumReader(tokens).enumeration());
        } else if (tokens.take("extensions")) {
            new RangeReader(tokens).extensions(message);
        } else if (tokens.take("reserved")) {
            new RangeReader(tokens).reserved(message);
        } else if (tokens.take("extend")) {
            message.addAllExtension(extensions(message::addNestedType));
        } else if (tokens.take("option")) {
            message.getOptionsBuilder().addUninterpretedOption(new OptionReader(tokens).statement());
        } else if (tokens.take("oneof")) {
            oneof(message);
        } else {
            message.addField(new FieldReader(tokens, dialect).labelled(message::addNestedType, true));
        }
    }

    /** What follows {@code extend}. */
    List<FieldDescriptorProto> extensions(FieldReader.Nested nested) throws ProtoSyntaxException {
        List<FieldDescriptorProto> extensions = new ArrayList<>();
        String extendee = tokens.typeName();
        tokens.require("{");
        while (!tokens.take("}")) {
            if (!tokens.take(";")) {
                extensions.add(new FieldReader(tokens, dialect)
                        .labelled(nested, false).toBuilder()
                                .setExtendee(extendee)
                                .build());
            }
        }
        return extensions;
    }

    private void oneof(DescriptorProto.Builder message) throws ProtoSyntaxException {
        tokens.declare();
        Token name = tokens.current();
        OneofDescriptorProto.Builder oneof =
                OneofDescriptorProto.newBuilder().setName(tokens.identifier("the name of a oneof"));
        int index = message.getOneofDeclCount();
        int fields = message.getFieldCount();
        tokens.require("{");
        while (!tokens.take("}")) {
            if (tokens.take("option")) {
                oneof.getOptionsBuilder().addUninterpretedOption(new OptionReader(tokens).statement());
            } else if (!tokens.take(";")) {
                message.addField(new FieldReader(tokens, dialect)
                        .member(message::addNestedType).toBuilder()
                                .setOneofIndex(index)
                                .build());
            }
        }
        if (message.getFieldCount() == fields) {
            throw name.error("oneof " + name.shown() + " has no fields");
        }
        message.addOneofDecl(oneof);
    }

    /** An optional field of proto3 is the only member of a oneof, which comes after all that are written. */
    private static void addSyntheticOneofs(DescriptorProto.Builder message) {
        var taken = message.getFieldList().stream()
                .map(FieldDescriptorProto::getName)
                .collect(Collectors.toSet());
        message.getOneofDeclList().forEach(oneof -> taken.add(oneof.getName()));
        for (FieldDescriptorProto.Builder field : message.getFieldBuilderList()) {
            if (field.getProto3Optional()) {
                String name = field.getName().startsWith("_") ? field.getName() : "_" + field.getName();
                while (!taken.add(name)) {
                    name = "X" + name;
                }
                field.setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName(name));
            }
        }
    }
}
