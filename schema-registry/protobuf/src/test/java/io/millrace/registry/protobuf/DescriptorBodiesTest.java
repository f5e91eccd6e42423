package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MessageOptions;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.registry.model.schema.Strictness;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas whose body is a descriptor in base64. */
class DescriptorBodiesTest {
    private static String strict(String text) {
        return Schemas.complaint(Strictness.STRICT, text);
    }

    @Test
    void aDescriptorWithAnOptionThatNobodyDeclaresIsRefused() {
        // Given
        FieldOptions options = FieldOptions.newBuilder()
                .setUnknownFields(UnknownFieldSet.newBuilder()
                        .addField(
                                50_001,
                                UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                        .build())
                .build();
        FieldDescriptorProto field = FieldDescriptorProto.newBuilder()
                .setName("a")
                .setNumber(1)
                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                .setType(FieldDescriptorProto.Type.TYPE_STRING)
                .setOptions(options)
                .build();

        // Then
        assertThat(strict(base64(DescriptorProto.newBuilder().setName("A").addField(field))))
                .contains("option number 50001 of 'A.a' is declared by no import");
        assertThat(strict(base64(DescriptorProto.newBuilder()
                        .setName("A")
                        .addField(field.toBuilder().clearOptions()))))
                .isEqualTo("accepted");
    }

    @Test
    void aDescriptorIsUnderTheLimitsOfTexts() {
        // Given
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("A");
        for (int i = 0; i < 40; i++) {
            message = DescriptorProto.newBuilder().setName("A").addNestedType(message);
        }
        DescriptorProto.Builder injected =
                DescriptorProto.newBuilder().setName("A").addReservedName("x\"; } message B {");

        // Then
        assertThat(strict(base64(message))).contains("nested deeper than 32 levels");
        assertThat(Schemas.read(base64(injected)).descriptor().getMessageTypes())
                .hasSize(1);
    }

    @Test
    void aDescriptorThatNoTextSaysIsRefused() {
        // Given
        FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                .setName("foo")
                .setNumber(1)
                .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
        DescriptorProto.Builder entry = DescriptorProto.newBuilder()
                .setName("FooEntry")
                .setOptions(MessageOptions.newBuilder().setMapEntry(true));
        DescriptorProto.Builder halfAMap = DescriptorProto.newBuilder()
                .setName("A")
                .addField(field.clone()
                        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName("FooEntry"))
                .addNestedType(entry);
        DescriptorProto.Builder strayGroup = DescriptorProto.newBuilder()
                .setName("A")
                .addField(field.clone()
                        .setType(FieldDescriptorProto.Type.TYPE_GROUP)
                        .setTypeName("A"));

        // Then
        assertThat(strict(base64(DescriptorProto.newBuilder().setName("A").addField(field))))
                .contains("foo: the field has no type");
        assertThat(strict(base64(halfAMap)))
                .contains("FooEntry: it has the option map_entry and is not the entry of a map");
        assertThat(strict(base64(strayGroup))).contains("foo: it is a group, and not as proto2 has them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syntax = \"proto2\";",
                ";",
                "syntax = \"proto3\";",
                "edition = \"2023\";",
                "package a.b;",
                "option java_package = \"x\";"
            })
    void aFileThatDeclaresNothingComesBackAsADescriptor(String text) {
        // Given
        ParsedProtobuf read = Schemas.read(text);

        // When
        ParsedProtobuf again = Schemas.read(read.serialized());

        // Then
        assertThat(read.serialized()).isNotEmpty();
        assertThat(again.canonicalText()).isEqualTo(read.canonicalText());
        assertThat(again.serialized()).isEqualTo(read.serialized());
    }

    @Test
    void aDescriptorOfAnUnknownSyntaxIsRefused() {
        // Given
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("some/name.proto");

        // Then
        assertThat(strict(base64(file.clone().setSyntax("proto4"))))
                .contains("the syntax of the descriptor is 'proto4', which is none of proto2, proto3 and editions");
        assertThat(strict(base64(file))).as("proto2, as others write it").isEqualTo("accepted");
    }

    private static String base64(DescriptorProto.Builder message) {
        return base64(
                FileDescriptorProto.newBuilder().setName("some/name.proto").addMessageType(message));
    }

    private static String base64(FileDescriptorProto.Builder file) {
        return Base64.getEncoder().encodeToString(file.build().toByteArray());
    }
}
