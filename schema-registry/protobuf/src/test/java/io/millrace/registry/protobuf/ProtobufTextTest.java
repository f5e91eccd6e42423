package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.SchemaSource.Dependency;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtobufTextTest {
    private static final String PROTO2 = """
            syntax = 'proto2' ;
            // A comment.
            package a.b;
            import "google/protobuf/descriptor.proto";
            option java_package = "x.y"; option optimize_for = CODE_SIZE;
            message Outer {
              option (note) = "outer";
              message First { }
              map < string, First > firsts = 9 ;
              message Second { required .a.b.Outer up = 1; }
              optional group Part = 4 [deprecated = true] { optional int32 x = 1; repeated group Deep = 2 {} }
              oneof choice { option (one_note) = 1; string s = 2; Second second = 3; group Third = 8 {} }
              repeated int32 numbers = 5 [packed = true, json_name = "nums"];
              optional double d = 6 [default = -1.5e3];
              optional float f = 11 [default = nan];
              optional bytes b = 7 [default = "\\x01\\"\\377"];
              optional string t = 12 [default = 'it''s "quoted"\\n'];
              optional Kind kind = 10 [default = ONE];
              optional uint64 big = 13 [default = 0xFFFFFFFFFFFFFFFF];
              optional sint32 small = 14 [default = -0x80000000];
              reserved 20, 30 to 40, 1000 to max;
              reserved "gone", 'lost';
              extensions 100 to 199, 500 [verification = UNVERIFIED];
              extend Outer { optional int64 inner_extension = 100; }
              enum Kind { option allow_alias = true; ONE = 1; UNO = 1 [(value_note) = -inf]; MINUS = -1; reserved -5 to -3, 9; }
            }
            extend google.protobuf.MessageOptions { optional string note = 50000; }
            extend google.protobuf.OneofOptions { optional int32 one_note = 50000; }
            extend google.protobuf.EnumValueOptions { optional double value_note = 50000; }
            extend google.protobuf.MethodOptions { optional Outer method_note = 50000; }
            extend Outer { optional group Added = 101 { optional bool y = 1; } }
            service S { option deprecated = true;
              rpc Call(Outer) returns (stream Outer) { option (method_note) = { s: "a" "b" numbers: [1, 2] d: -2 Part { x: 5 } [a.b.Outer.inner_extension]: 7 }; }
              rpc Push(stream Outer) returns (.a.b.Outer);
            }
            """;

    private static final String PROTO3 = """
            /* A block
               comment. */
            syntax = "proto3";
            package c;
            import "google/protobuf/timestamp.proto";
            import public "google/type/date.proto";
            import "confluent/meta.proto";
            message M {
              option (confluent.message_meta).doc = "text";
              option (confluent.message_meta).params = { key: "k" value: "v" };
              optional string o = 3;
              google.protobuf.Timestamp t = 1 [(confluent.field_meta) = { doc: "when", tags: ["PII", "X"] }];
              google.type.Date date = 2;
              oneof one { int32 a = 4; M m = 5; }
              optional E e = 6 [deprecated = true];
              map<int64, E> map_of_things = 7;
            }
            enum E { ZERO = 0; option (confluent.enum_meta) = { doc: "näh" }; TWO = 2; }
            """;

    private static final String EDITION = """
            edition = "2023";
            package d;
            import "google/protobuf/java_features.proto";
            option features.field_presence = IMPLICIT;
            option features.(pb.java).utf8_validation = VERIFY;
            message M {
              string a = 1 [features.field_presence = LEGACY_REQUIRED];
              M child = 2 [features.message_encoding = DELIMITED];
              repeated int32 r = 3 [features = { repeated_field_encoding: EXPANDED }];
              reserved foo, bar;
              reserved 9;
            }
            enum E { option features.enum_type = CLOSED; ONE = 1; reserved gone; }
            """;

    static Stream<String> texts() {
        return Stream.of(PROTO2, PROTO3, EDITION, "message A {}", "syntax = \"proto3\";;;");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatIsWrittenReadsAsTheSame(String text) {
        // Given
        ParsedProtobuf parsed = Schemas.read(text);

        // When
        ParsedProtobuf canonical = Schemas.read(parsed.canonicalText());
        ParsedProtobuf normal = Schemas.read(parsed.normalText());

        // Then
        assertThat(canonical.canonicalText()).isEqualTo(parsed.canonicalText());
        assertThat(canonical.serialized()).isEqualTo(parsed.serialized());
        assertThat(normal.normalText()).isEqualTo(parsed.normalText());
        assertThat(canonical.normalText()).isEqualTo(parsed.normalText());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aDescriptorReadsAsItsText(String text) {
        // Given
        ParsedProtobuf parsed = Schemas.read(text);
        if (parsed.descriptor().getMessageTypes().isEmpty()) {
            return;
        }

        // When
        ParsedProtobuf read = Schemas.read(parsed.serialized());

        // Then
        assertThat(read.normalText()).isEqualTo(parsed.normalText());
        assertThat(read.serialized()).isEqualTo(parsed.serialized());
    }

    @Test
    void theCanonicalTextHasOneLayoutAndNoComments() {
        assertThat(Schemas.read(PROTO3).canonicalText()).isEqualTo("""
                        syntax = "proto3";
                        package c;

                        import "google/protobuf/timestamp.proto";
                        import public "google/type/date.proto";
                        import "confluent/meta.proto";

                        message M {
                          option (confluent.message_meta) = { doc: "text" params { key: "k" value: "v" } };
                          optional string o = 3;
                          google.protobuf.Timestamp t = 1 [(confluent.field_meta) = { doc: "when" tags: "PII" tags: "X" }];
                          google.type.Date date = 2;
                          oneof one {
                            int32 a = 4;
                            M m = 5;
                          }
                          optional E e = 6 [deprecated = true];
                          map<int64, E> map_of_things = 7;
                        }

                        enum E {
                          option (confluent.enum_meta) = { doc: "näh" };
                          ZERO = 0;
                          TWO = 2;
                        }
                        """);
    }

    @Test
    void theNormalTextSortsImportsAndFieldsAndNamesTypesInFull() {
        assertThat(Schemas.read(PROTO3).normalText()).contains("""
                        import "confluent/meta.proto";
                        import "google/protobuf/timestamp.proto";
                        import public "google/type/date.proto";
                        """).contains("""
                          .google.protobuf.Timestamp t = 1 [(confluent.field_meta) = { doc: "when" tags: "PII" tags: "X" }];
                          .google.type.Date date = 2;
                          optional string o = 3;
                          oneof one {
                            int32 a = 4;
                            .c.M m = 5;
                          }
                          optional .c.E e = 6 [deprecated = true];
                          map<int64, .c.E> map_of_things = 7;
                        """);
    }

    @Test
    void theNormalTextNamesTheTypesOfMethodsAndExtensionsInFull() {
        assertThat(Schemas.read(PROTO2).normalText())
                .contains("rpc Call (.a.b.Outer) returns (stream .a.b.Outer) {", "rpc Push (stream .a.b.Outer)")
                .contains("extend .a.b.Outer {", "extend .google.protobuf.MethodOptions {");
    }

    @Test
    void spellingsThatMeanTheSameHaveOneNormalText() {
        // Given
        String one =
                "syntax=\"proto3\"; package p; import \"google/type/date.proto\"; import \"google/type/money.proto\";"
                        + " message A { B b = 2 [deprecated = true, json_name = \"b\"]; google.type.Date d = 1;"
                        + " reserved 9, 5; message B {} }";
        String other = "syntax = 'proto3';package p;import 'google/type/money.proto';import 'google/type/date.proto';"
                + "message A{reserved 5;reserved 9;.google.type.Date d=0x1;.p.A.B b=2[deprecated=true];message B{}}";

        // Then
        assertThat(Schemas.read(one).canonicalText())
                .isNotEqualTo(Schemas.read(other).canonicalText());
        assertThat(Schemas.read(one).normalText()).isEqualTo(Schemas.read(other).normalText());
    }

    @Test
    void extensionsCanBeLeftOut() {
        assertThat(Schemas.read(PROTO3).textWithoutExtensions())
                .doesNotContain("confluent.field_meta", "confluent.message_meta", "confluent.enum_meta")
                .contains("[deprecated = true]");
        assertThat(Schemas.read(PROTO2).textWithoutExtensions())
                .doesNotContain("extend ", "(note)")
                .contains("option java_package = \"x.y\";");
    }

    @Test
    void anImportStaysAnImport() {
        // Given
        Dependency part = new Dependency("parts/part.proto", "syntax = \"proto3\"; package parts; message Part {}");

        // When
        ParsedProtobuf whole = Schemas.read(
                "syntax = \"proto3\"; import \"parts/part.proto\"; message Whole { parts.Part part = 1; }", part);

        // Then
        assertThat(whole.canonicalText())
                .contains("import \"parts/part.proto\";", "parts.Part part = 1;")
                .doesNotContain("message Part");
        assertThat(Schemas.read(whole.serialized(), part).normalText()).isEqualTo(whole.normalText());
    }
}
