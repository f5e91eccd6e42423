package io.millrace.registry.protobuf.link;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import io.millrace.registry.protobuf.option.OptionException;
import io.millrace.registry.protobuf.option.OptionInterpreter;
import io.millrace.registry.protobuf.text.ProtoFileReader;
import io.millrace.registry.protobuf.text.ProtoSyntaxException;
import io.millrace.registry.protobuf.text.TextLimits;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The texts that are built in, linked once; they import nothing but what Protobuf itself brings. */
final class BuiltInFiles {
    static final Map<String, FileDescriptor> BY_PATH =
            BuiltInTexts.PATHS.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), BuiltInFiles::link));

    private BuiltInFiles() {}

    private static FileDescriptor link(String path) {
        try {
            FileDescriptorProto.Builder file =
                    ProtoFileReader.read(BuiltInTexts.read(path), new TextLimits(8, 1000)).toBuilder()
                            .setName(path);
            OptionInterpreter.standard(file, true);
            FileDescriptor[] imports = file.getDependencyList().stream()
                    .map(GoogleFiles.BY_PATH::get)
                    .toArray(FileDescriptor[]::new);
            return FileDescriptor.buildFrom(file.build(), imports);
        } catch (ProtoSyntaxException | OptionException | DescriptorValidationException e) {
            throw new IllegalStateException("The built-in file " + path + " is wrong", e);
        }
    }
}
