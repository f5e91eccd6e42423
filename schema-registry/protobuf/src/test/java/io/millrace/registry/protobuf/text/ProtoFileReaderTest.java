package io.millrace.registry.protobuf.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtoFileReaderTest {
    private static DescriptorProto message(String body) throws ProtoSyntaxException {
        return ProtoFileReader.read("syntax = \"proto2\"; message A { " + body + " }", new TextLimits(8, 100))
                .getMessageType(0);
    }

    private static FieldDescriptorProto field(String field) throws ProtoSyntaxException {
        return message(field).getField(0);
    }

    @Test
    void whatIsWrongIsSaidWithLineAndColumn() {
        assertThatThrownBy(() -> message("\n  // one\n  /* two\n three */ optional int32 a;\n"))
                .isInstanceOf(ProtoSyntaxException.class)
                .hasMessage("line 4, column 27: expected '=', found ';'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "string | \"\\u00e9 \\U0001F600 😀é\" | é 😀 😀é",
                "string | \"a\" 'b' \"c\" | abc",
                "string | \"\\t\\x41\\101\\'\" | `\tAA'`",
                "bytes | \"\\xff\\0\" | \\377\\000",
                "int32 | 010 | 8",
                "int32 | 0x7fFFffff | 2147483647",
                "int64 | -9223372036854775808 | -9223372036854775808",
                "uint64 | 18446744073709551615 | 18446744073709551615",
                "double | -inf | -inf",
                "double | .5e1 | 5",
                "float | 1e30 | 1.0e30"
            })
    void aDefaultIsKeptAsItsValue(String type, String written, String value) throws Exception {
        assertThat(field("optional " + type + " a = 1 [default = " + written + "];")
                        .getDefaultValue())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "18446744073709551616 | more than 64 bits",
                "-9223372036854775809 | more than 64 bits",
                "\"\\ud800\" | half a character",
                "\"\\x\" | lacks digits",
                "-\"a\" | a minus belongs before a number",
                "-true | expected a number",
                "; | expected the value of an option"
            })
    void aValueThatIsNoneIsRefused(String written, String reason) {
        assertThatThrownBy(() -> field("optional int32 a = 1 [default = " + written + "];"))
                .isInstanceOf(ProtoSyntaxException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"m, MEntry", "some_map, SomeMapEntry", "_x__y9_z, XY9ZEntry", "aBc, ABcEntry"})
    void theEntryOfAMapIsNamedAsProtobufsCompilerDoes(String field, String entry) throws Exception {
        // When
        DescriptorProto message = message("map<string, int32> " + field + " = 1;");

        // Then
        assertThat(message.getNestedType(0).getName()).isEqualTo(entry);
        assertThat(message.getField(0).getTypeName()).isEqualTo(entry);
    }

    @Test
    void anOptionalFieldOfProto3StandsInAOneofOfItsOwnBehindAllOthers() throws Exception {
        // When
        DescriptorProto message = ProtoFileReader.read(
                        "syntax = \"proto3\"; message A { optional int32 a = 1; oneof o { int32 b = 2; } optional int32 _c = 3;"
                                + " int32 _a = 4; }",
                        new TextLimits(8, 100))
                .getMessageType(0);

        // Then
        assertThat(message.getOneofDeclList()).extracting("name").containsExactly("o", "X_a", "X_c");
        assertThat(message.getFieldList())
                .extracting(FieldDescriptorProto::getOneofIndex)
                .containsExactly(1, 0, 2, 0);
        assertThat(message.getField(0).getProto3Optional()).isTrue();
        assertThat(message.getField(3).hasOneofIndex()).isFalse();
    }
}
