package io.millrace.registry.protobuf.link;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
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

    /** The option that a message needs to be the entry of a map without the field's saying so. */
    private static final String ENTRY_OPTION = "map_entry";

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

    /**
     * Whether the entries of maps stand in a body as messages of their own, as they do in every descriptor; a text that has
     * no more than the word, in a name or a comment, does not declare any.
     */
    public static boolean declaresEntries(String body, TextLimits limits) throws ProtoSyntaxException {
        return isDescriptor(body)
                || (body.contains(ENTRY_OPTION)
                        && ProtoFileReader.read(body, limits).getMessageTypeList().stream()
                                .anyMatch(FileSource::declaresEntries));
    }

    /** What a text writes as an option is not interpreted yet; that of an entry which a field brings with it is. */
    private static boolean declaresEntries(DescriptorProto message) {
        return message.getOptions().getUninterpretedOptionList().stream()
                        .anyMatch(option -> option.getNameCount() == 1
                                && !option.getName(0).getIsExtension()
                                && option.getName(0).getNamePart().equals(ENTRY_OPTION))
                || message.getNestedTypeList().stream().anyMatch(FileSource::declaresEntries);
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
