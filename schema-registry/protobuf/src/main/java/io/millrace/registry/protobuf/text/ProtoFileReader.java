package io.millrace.registry.protobuf.text;

import com.google.protobuf.DescriptorProtos.Edition;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import java.util.Map;

/**
 * Reads a {@code .proto} text: proto2, proto3 and editions. What it returns is a file's descriptor as the text has it: names
 * of types are not resolved, and options are not interpreted.
 */
public final class ProtoFileReader {
    private static final Map<String, Edition> EDITIONS =
            Map.of("2023", Edition.EDITION_2023, "2024", Edition.EDITION_2024);

    private final TokenReader tokens;
    private final FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder();
    private Dialect dialect = Dialect.PROTO2;

    private ProtoFileReader(TokenReader tokens) {
        this.tokens = tokens;
    }

    /** Reads a text, or says where it is wrong. */
    public static FileDescriptorProto read(String text, TextLimits limits) throws ProtoSyntaxException {
        return new ProtoFileReader(new TokenReader(text, limits)).file();
    }

    private FileDescriptorProto file() throws ProtoSyntaxException {
        if (tokens.take("syntax")) {
            syntax();
        } else if (tokens.take("edition")) {
            edition();
        }
        while (tokens.current().kind() != Token.Kind.END) {
            statement();
        }
        return file.build();
    }

    private void syntax() throws ProtoSyntaxException {
        tokens.require("=");
        Token value = tokens.current();
        String syntax = tokens.string();
        if (syntax.equals("proto3")) {
            dialect = Dialect.PROTO3;
            file.setSyntax(syntax);
        } else if (!syntax.equals("proto2")) {
            throw value.error("the syntax is " + value.shown() + ", which is neither proto2 nor proto3");
        }
        tokens.require(";");
    }

    private void edition() throws ProtoSyntaxException {
        tokens.require("=");
        Token value = tokens.current();
        Edition edition = EDITIONS.get(tokens.string());
        if (edition == null) {
            throw value.error("the edition is " + value.shown() + ", which is neither 2023 nor 2024");
        }
        dialect = Dialect.EDITION;
        file.setSyntax("editions").setEdition(edition);
        tokens.require(";");
    }

    private void statement() throws ProtoSyntaxException {
        if (tokens.take(";")) {
            return;
        }
        if (tokens.take("message")) {
            file.addMessageType(new MessageReader(tokens, dialect).message());
        } else if (tokens.take("enum")) {
            file.addEnumType(new EnumReader(tokens).enumeration());
        } else if (tokens.take("extend")) {
            file.addAllExtension(new MessageReader(tokens, dialect).extensions(file::addMessageType));
        } else if (tokens.take("service")) {
            file.addService(new ServiceReader(tokens).service());
        } else if (tokens.take("import")) {
            imports();
        } else if (tokens.take("option")) {
            file.getOptionsBuilder().addUninterpretedOption(new OptionReader(tokens).statement());
        } else if (tokens.at("package")) {
            packageName();
        } else {
            throw tokens.unexpected("a declaration such as 'message' or 'import'");
        }
    }

    private void packageName() throws ProtoSyntaxException {
        Token first = tokens.take();
        if (file.hasPackage()) {
            throw first.error("this is the second package");
        }
        file.setPackage(tokens.dotted("the name of a package"));
        tokens.require(";");
    }

    private void imports() throws ProtoSyntaxException {
        tokens.declare();
        if (tokens.take("public")) {
            file.addPublicDependency(file.getDependencyCount());
        } else if (tokens.take("weak")) {
            file.addWeakDependency(file.getDependencyCount());
        }
        Token path = tokens.current();
        String name = tokens.string();
        if (file.getDependencyList().contains(name)) {
            throw path.error(path.shown() + " is imported twice");
        }
        file.addDependency(name);
        tokens.require(";");
    }
}
