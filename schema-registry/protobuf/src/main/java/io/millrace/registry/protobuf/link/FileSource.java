package io.millrace.registry.protobuf.link;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.registry.protobuf.option.OptionException;
import io.millrace.registry.protobuf.option.OptionInterpreter;
import io.millrace.registry.protobuf.text.ProtoFileReader;
import io.millrace.registry.protobuf.text.ProtoSyntaxException;
import io.millrace.registry.protobuf.text.TextLimits;
import java.util.Base64;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the body of a schema: a {@code .proto} text, or a descriptor in base64 as clients of other languages send it. */
public final class FileSource {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");

    /** As descriptors have them; without one, it is proto2. */
    private static final Set<String> SYNTAXES = Set.of("", "proto2", "proto3", "editions");

    private FileSource() {}

    /** Whether the body is a descriptor; no text is, for it needs a semicolon or a brace. */
    public static boolean isDescriptor(String body) {
        return BASE64.matcher(body.strip()).matches();
    }

    /** The file under a name that its imports do not have, with Protobuf's own options interpreted. */
    public static FileDescriptorProto read(String name, String body, TextLimits limits, boolean strict)
            throws ProtoSyntaxException, OptionException, LinkException {
        FileDescriptorProto.Builder file =
                isDescriptor(body) ? descriptor(body, strict) : ProtoFileReader.read(body, limits).toBuilder();
        OptionInterpreter.standard(file.setName(name), strict);
        FileShape.check(file.build());
        return file.build();
    }

    private static FileDescriptorProto.Builder descriptor(String body, boolean strict) throws ProtoSyntaxException {
        try {
            FileDescriptorProto.Builder file =
                    FileDescriptorProto.parseFrom(Base64.getDecoder().decode(body.strip())).toBuilder();
            // A file may declare nothing, as a text may; what has not even a name or a syntax is something else.
            if (file.getAllFields().isEmpty()) {
                throw new ProtoSyntaxException("it is neither a .proto text nor a FileDescriptorProto in base64");
            }
            if (strict && !SYNTAXES.contains(file.getSyntax())) {
                throw new ProtoSyntaxException("the syntax of the descriptor is '" + file.getSyntax()
                        + "', which is none of proto2, proto3 and editions");
            }
            return file.clearSourceCodeInfo();
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new ProtoSyntaxException(
                    "it is neither a .proto text nor a FileDescriptorProto in base64: " + e.getMessage());
        }
    }
}
