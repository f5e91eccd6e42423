package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms that valid files have and that parsers of other registries are known to refuse or to change. */
class RealWorldSyntaxTest {
    private static final Dependency RULES = new Dependency("rules.proto", """
            syntax = "proto2";
            package rules;
            import "google/protobuf/descriptor.proto";
            message FieldRules {
              optional StringRules string = 1;
              repeated Check cel = 2;
              map<string, int32> weights = 3;
            }
            message StringRules { optional string pattern = 1; optional bool email = 2; extensions 1000 to max; }
            message Check { optional string id = 1; optional string expression = 2; }
            extend google.protobuf.FieldOptions { optional FieldRules field = 1159; repeated int32 marks = 1160; optional uint64 big = 1161; }
            """);

    private static final Dependency MORE_RULES = new Dependency("more.proto", """
            syntax = "proto2";
            package more;
            import "rules.proto";
            extend rules.StringRules { optional bool datetime = 1162; }
            """);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(rules.field).string.(more.datetime) = true",
                "(rules.field).string = { [more.datetime]: true }",
                "(.rules.field).string.email = true, (rules.field).string.pattern = \"^a\" \"b$\"",
                "(rules.field).cel = { id: \"a\", expression: 'this > \"0\"' }, (rules.field).cel = { id: \"b\" }",
                "(rules.field) = { cel: [{ id: \"a\" }, { id: \"b\" }] weights: { key: \"x\" value: -1 } }",
                "(rules.field) = { cel < id: \"a\"; > }",
                "(rules.marks) = 1, (rules.marks) = -0x2, deprecated = true",
                "(rules.big) = 18446744073709551615",
                "(rules.field) = {}",
            })
    void customOptionsKeepTheirMeaning(String options) {
        // Given
        String text = "syntax = \"proto3\"; import \"rules.proto\"; import \"more.proto\"; message A { string a = 1 ["
                + options + "]; }";

        // When
        ParsedProtobuf parsed = Schemas.read(text, RULES, MORE_RULES);
        ParsedProtobuf again = Schemas.read(parsed.canonicalText(), RULES, MORE_RULES);
        ParsedProtobuf described = Schemas.read(parsed.serialized(), RULES, MORE_RULES);

        // Then
        assertThat(again.serialized()).isEqualTo(parsed.serialized());
        assertThat(described.canonicalText()).isEqualTo(parsed.canonicalText());
        assertThat(parsed.canonicalText()).contains("(rules.");
    }

    @Test
    void anOptionOfAnExtensionInsideAPathIsWrittenWithItsValue() {
        assertThat(Schemas.read(
                                "syntax = \"proto3\"; import \"rules.proto\"; import \"more.proto\";"
                                        + " message A { string a = 1 [(rules.field).string.(more.datetime) = true]; }",
                                RULES,
                                MORE_RULES)
                        .canonicalText())
                .contains("string a = 1 [(rules.field) = { string { [more.datetime]: true } }];");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "syntax = \"proto3\"; message syntax { string message = 1; bool optional = 2; int32 to = 3; string max = 4; }",
                "syntax = \"proto3\"; message A { string reserved = 1; string package = 2; string rpc = 3; string map = 4; }",
                "syntax = \"proto3\"; message A {}; enum E { A_ZERO = 0; };;",
                "syntax = \"proto2\"; message A { extensions 4 to 1000 [declaration = { number: 4, full_name: \".x.y\", type: \".x.T\" }]; }",
                "syntax = \"proto2\"; message A { optional float x = 1 [default = inf]; optional float y = 2 [default = 1e-3f]; }",
                "syntax = \"proto3\"; enum E { reserved 5 to max, -2; reserved \"X\"; ZERO = 0; }",
                "syntax = \"proto3\"; message A { oneof o { A.B b = 1; .A.B c = 2; } message B { C c = 1; } message C {} }",
                "syntax = \"proto3\"; service S { rpc Get(A) returns (A) {} rpc Put(stream A) returns (A) {;} } message A {}",
                "// only a comment first\nmessage A { optional int32 a = 1; }",
                "\uFEFFsyntax = \"proto3\"; message A { string a = 01; string b = 0x2; }",
                "syntax = \"proto3\"; option java_string_check_utf8 = true; option go_package = \"a/b;c\"; message A {}",
                "syntax = \"proto3\"; message A { map<string, A> children = 1; map<int32, bytes> other_map_field = 2; }",
                "syntax = \"proto3\"; import \"google/protobuf/any.proto\"; import weak \"google/protobuf/empty.proto\";"
                        + " message A { google.protobuf.Any any = 1; }",
                "syntax = \"proto3\"; message A { map<string, int32> foo = 1; repeated B.FooEntry x = 2; }"
                        + " message B { message FooEntry { string s = 1; } }"
            })
    void validFilesAreRead(String text) {
        assertThat(Schemas.complaint(Strictness.STRICT, text)).isEqualTo("accepted");
        ParsedProtobuf parsed = Schemas.read(text);
        assertThat(Schemas.read(parsed.canonicalText()).serialized()).isEqualTo(parsed.serialized());
    }
}
