package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.JavaFeaturesProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads the texts that Protobuf itself ships, and compares them with what its own compiler made of them. */
class GoogleTextsTest {
    static Stream<FileDescriptor> files() {
        return Stream.of(
                AnyProto.getDescriptor(),
                ApiProto.getDescriptor(),
                DescriptorProtos.getDescriptor(),
                DurationProto.getDescriptor(),
                EmptyProto.getDescriptor(),
                FieldMaskProto.getDescriptor(),
                JavaFeaturesProto.getDescriptor(),
                SourceContextProto.getDescriptor(),
                StructProto.getDescriptor(),
                TimestampProto.getDescriptor(),
                TypeProto.getDescriptor(),
                WrappersProto.getDescriptor());
    }

    @ParameterizedTest
    @MethodSource("files")
    void theDescriptorIsThatOfProtobufsCompiler(FileDescriptor compiled) throws Exception {
        // Given
        String text;
        try (InputStream resource = compiled.getClass().getResourceAsStream("/" + compiled.getName())) {
            text = new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }

        // When
        FileDescriptorProto read = FileDescriptorProto.parseFrom(
                Base64.getDecoder().decode(Schemas.read(text).serialized()));

        // Then
        assertThat(comparable(read)).isEqualTo(comparable(compiled.toProto()));
    }

    /** Without what the compiler drops from the descriptor that it compiles in: names in JSON, and options for it alone. */
    private static FileDescriptorProto comparable(FileDescriptorProto file) throws Exception {
        FileDescriptorProto.Builder builder =
                FileDescriptorProto.parseFrom(file.toByteArray()).toBuilder().clearName();
        builder.getMessageTypeBuilderList().forEach(GoogleTextsTest::strip);
        builder.getExtensionBuilderList().forEach(FieldDescriptorProto.Builder::clearJsonName);
        return builder.build();
    }

    private static void strip(DescriptorProto.Builder message) {
        message.getFieldBuilderList().forEach(FieldDescriptorProto.Builder::clearJsonName);
        message.getNestedTypeBuilderList().forEach(GoogleTextsTest::strip);
        message.getExtensionRangeBuilderList().forEach(range -> range.clearOptions());
    }
}
