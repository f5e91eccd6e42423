package io.millrace.registry.protobuf;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.ExtensionRegistry;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaKind;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.protobuf.compatibility.ProtobufComparison;
import io.millrace.registry.protobuf.link.Extensions;
import io.millrace.registry.protobuf.link.FileSource;
import io.millrace.registry.protobuf.link.LinkException;
import io.millrace.registry.protobuf.link.Linker;
import io.millrace.registry.protobuf.option.OptionException;
import io.millrace.registry.protobuf.option.OptionInterpreter;
import io.millrace.registry.protobuf.text.ProtoFileWriter;
import io.millrace.registry.protobuf.text.ProtoSyntaxException;
import io.millrace.registry.protobuf.text.TextLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Protobuf as a kind of schema: {@code .proto} texts of proto2, proto3 and editions, or descriptors in base64. */
public final class ProtobufKind implements SchemaKind<ParsedProtobuf> {
    /** No import has this path. */
    private static final String ROOT = "";

    private final ProtobufLimits limits;
    private final TextLimits textLimits;

    /** Reads within limits. */
    public ProtobufKind(ProtobufLimits limits) {
        this.limits = limits;
        this.textLimits = new TextLimits(limits.depth(), limits.declarations());
    }

    @Override
    public String type() {
        return "PROTOBUF";
    }

    @Override
    public Decision<ParsedProtobuf> parse(SchemaSource source, Strictness strictness) {
        if (source.dependencies().size() > limits.dependencies()) {
            return invalid("it uses more than " + limits.dependencies() + " other schemas");
        }
        if (isTooLong(source.text())
                || source.dependencies().stream().anyMatch(dependency -> isTooLong(dependency.text()))) {
            return Decision.refuse(
                    RegistryErrorCode.SCHEMA_TOO_LARGE,
                    "The schema, or one that it uses, is larger than " + limits.textLength() + " characters");
        }
        if (source.text().isBlank()) {
            return invalid("it is empty");
        }
        try {
            return Decision.accept(read(source, strictness == Strictness.STRICT));
        } catch (ProtoSyntaxException | OptionException | LinkException e) {
            return invalid(e.getMessage());
        }
    }

    @Override
    public List<Incompatibility> incompatibilities(
            ParsedProtobuf reader, ParsedProtobuf writer, CompatibilityPolicy policy, Sides sides) {
        return ProtobufComparison.compare(reader.descriptor(), writer.descriptor(), policy, sides);
    }

    /** {@code serialized}: the descriptor in base64; {@code ignore_extensions}: the text without extensions. */
    @Override
    public String formatted(ParsedProtobuf schema, String format) {
        return switch (format) {
            case "serialized" -> schema.serialized();
            case "ignore_extensions" -> schema.textWithoutExtensions();
            default -> schema.canonicalText();
        };
    }

    /** A field of any message at the top of the file. */
    @Override
    public boolean hasTopLevelField(ParsedProtobuf schema, String name) {
        return schema.descriptor().getMessageTypes().stream()
                .anyMatch(message -> message.findFieldByName(name) != null);
    }

    private boolean isTooLong(String text) {
        return text.length() > limits.textLength();
    }

    private ParsedProtobuf read(SchemaSource source, boolean strict)
            throws ProtoSyntaxException, OptionException, LinkException {
        Map<String, FileDescriptorProto> imports = new LinkedHashMap<>();
        for (Dependency dependency : source.dependencies()) {
            imports.put(dependency.name(), imported(dependency));
        }
        Linker linker = new Linker(imports);
        FileDescriptorProto file = FileSource.read(ROOT, source.text(), textLimits, strict);
        if (FileSource.isDescriptor(source.text())) {
            // Written as text and read again, a descriptor is under the same rules as a text.
            file = FileSource.read(ROOT, text(file, linker, strict), textLimits, strict);
        }
        FileDescriptor linked = linker.link(file, strict);
        FileDescriptorProto.Builder interpreted = file.toBuilder();
        OptionInterpreter.all(interpreted, Extensions.of(linked), strict);
        return new ParsedProtobuf(
                interpreted.build(),
                linked,
                FileSource.declaresEntries(source.text(), textLimits),
                FileSource.isDescriptor(source.text()));
    }

    private FileDescriptorProto imported(Dependency dependency)
            throws OptionException, ProtoSyntaxException, LinkException {
        try {
            return FileSource.read(dependency.name(), dependency.text(), textLimits, false);
        } catch (ProtoSyntaxException e) {
            throw new ProtoSyntaxException("its import \"" + dependency.name() + "\": " + e.getMessage());
        }
    }

    /** A descriptor as text, with the options that its imports declare. */
    private static String text(FileDescriptorProto file, Linker linker, boolean strict)
            throws LinkException, OptionException, ProtoSyntaxException {
        ExtensionRegistry extensions = Extensions.of(linker.link(file, strict));
        try {
            FileDescriptorProto.Builder known =
                    FileDescriptorProto.parseFrom(file.toByteString(), extensions).toBuilder();
            OptionInterpreter.all(known, extensions, strict);
            OptionInterpreter.requireKnown(known);
            return ProtoFileWriter.write(known.build());
        } catch (InvalidProtocolBufferException e) {
            throw new ProtoSyntaxException("an option is not encoded as it is declared: " + e.getMessage());
        }
    }

    private static Decision<ParsedProtobuf> invalid(String reason) {
        return Decision.refuse(RegistryErrorCode.INVALID_SCHEMA, "Invalid Protobuf schema: " + reason);
    }
}
