package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufKindTest {
    private static final String P3 = "syntax = \"proto3\"; ";

    private static String strict(String text, Dependency... dependencies) {
        return Schemas.complaint(Strictness.STRICT, text, dependencies);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`  ` | it is empty",
                "nonsense | neither a .proto text nor a FileDescriptorProto in base64",
                "AAAA | neither a .proto text nor a FileDescriptorProto in base64",
                "{\"type\":\"string\"} | line 1, column 1: expected a declaration",
                "syntax = \"proto4\"; | neither proto2 nor proto3",
                "edition = \"1999\"; | the edition is",
                "message A { int32 a = 1; } | expected 'required', 'optional' or 'repeated'",
                "message A { | expected",
                "message A { optional int32 a = 1 } | line 1, column 34: expected ';', found '}'",
                "message A { optional int32 a; } | expected '='",
                "message A { optional int32 a = 0; } | A.a: Field numbers must be positive integers",
                "message A { optional int32 a = 99999999999; } | out of range for the number of a field",
                "message A { optional int32 a = 536870912; } | A.a: number 536870912 is not for fields",
                "message A { optional int32 a = 19000; } | A.a: number 19000 is not for fields",
                "message A { optional int32 a = 1; optional int32 b = 1; } | has already been used",
                "message A { optional int32 a = 1; optional int32 a = 2; } | is already defined",
                "message A { reserved 2 to 5; optional int32 a = 3; } | A.a: number 3 is reserved",
                "message A { message B { reserved 2; optional int32 a = 2; } } | A.B.a: number 2 is reserved",
                "message A { reserved \"a\"; optional int32 a = 3; } | A.a: the name is reserved",
                "message A { extensions 3; optional int32 a = 3; } | A.a: number 3 is left to extensions",
                "message A { reserved 5 to 2; } | the range from 5 to 2 does not exist",
                "message A { optional Missing a = 1; } | \"Missing\" is not defined",
                "message A { oneof o { } } | oneof 'o' has no fields",
                "message A { oneof o { repeated int32 a = 1; } } | expected",
                "message A { repeated map<string, string> a = 1; } | a map belongs into a message, without a label",
                "message A { map<double, string> a = 1; } | a map's key is an integer, a bool or a string, not 'double'",
                "message A { optional int32 a = 1 [default = \"x\"]; } | A.a",
                "message A { optional int32 a = 1 [packed = 5]; } | option packed of 'A.a'",
                "message A { optional int32 a = 1 [nonsense = 5]; } | option nonsense of 'A.a'",
                "message A { optional int32 a = 1 [(x.y) = 5]; } | option (x.y) of 'A.a' is declared by no import",
                "message A { optional int32 a = 1 [deprecated = true; } | expected ']'",
                "message A { option (x) = { a: 1 ; } | found the end of the text",
                "enum E { } | enum 'E' has no values",
                "enum E { A = 1; B = 1; } | E.B: number 1 is taken",
                "enum E { reserved 1 to 3; A = 3; } | A: number 3 is reserved",
                "package a; package b; | this is the second package",
                "import \"nowhere.proto\"; | it imports \"nowhere.proto\", which is neither built in nor among its references",
                "import \"google/type/date.proto\"; import \"google/type/date.proto\"; | is imported twice",
                "message A { optional string s = 1 [default = \"x | this string does not end",
                "/* no end | this comment does not end",
                "message A { optional int32 ü = 1; } | belongs into strings only",
                "message A { optional int32 a = 1x; } | '1x' is not a number",
                "message A { optional int32 a = 09; } | '09' is not a number",
                "message A { optional string s = 1 [default = \"\\q\"]; } | the escape \\q is unknown",
                "message A { optional group lower = 1 {} } | begins with a small letter",
                "extend Missing { optional int32 a = 1; } | \"Missing\" is not defined",
                "message A { } extend A { optional int32 a = 1; } | a"
            })
    void badTextsAreRefusedWithTheReason(String text, String reason) {
        assertThat(strict(text)).startsWith("Invalid Protobuf schema: ").contains(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message A { required int32 a = 1; }",
                "message A { int32 a = 1 [default = 5]; }",
                "message A { optional group G = 1 {} }",
                "enum E { ONE = 1; }"
            })
    void whatProto3DoesNotHaveIsRefused(String text) {
        assertThat(strict(P3 + text)).startsWith("Invalid Protobuf schema: ");
        assertThat(strict(text.replace("int32 a", "int32 a").replace("{ int32", "{ optional int32")))
                .isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import \"nowhere.proto\"; message A { x.Y y = 1; }",
                "message A { Missing a = 1; }",
                "message A { reserved 1; int32 a = 1; }",
                "message A { int32 a = 1 [(lost.option) = { a: 1 b { c: \"d\" } }, nonsense = -1.5, jstype = WRONG]; }",
                "enum E { ONE = 1; }"
            })
    void whatAnEarlierRegistryTookStaysReadable(String text) {
        // Given
        assertThat(strict(P3 + text)).startsWith("Invalid Protobuf schema: ");

        // When
        Decision<ParsedProtobuf> read = Schemas.KIND.parse(new SchemaSource(P3 + text, List.of()), Strictness.LENIENT);

        // Then
        String canonical = read.fold(ParsedProtobuf::canonicalText, Decision.Refused::message);
        assertThat(canonical).startsWith("syntax = \"proto3\";");
        assertThat(Schemas.KIND
                        .parse(new SchemaSource(canonical, List.of()), Strictness.LENIENT)
                        .fold(ParsedProtobuf::canonicalText, Decision.Refused::message))
                .isEqualTo(canonical);
        assertThat(read.fold(ParsedProtobuf::normalText, Decision.Refused::message))
                .startsWith("syntax");
    }

    @Test
    void anOptionThatIsWrongTakesNoOtherAway() {
        // Given
        String text = P3 + "message A { int32 a = 1 [deprecated = true, nonsense = 5, jstype = JS_STRING]; }";

        // Then
        assertThat(Schemas.KIND
                        .parse(new SchemaSource(text, List.of()), Strictness.LENIENT)
                        .fold(ParsedProtobuf::canonicalText, Decision.Refused::message))
                .contains("int32 a = 1 [deprecated = true, jstype = JS_STRING, nonsense = 5];");
    }

    @Test
    void bombsAreRefusedByTheLimitThatTheyExceed() {
        // Given
        String deep = "message A {".repeat(33) + "}".repeat(33);
        String veryDeep = "message A {".repeat(80_000) + "}".repeat(10_000);
        String deepOption = "message A { option (x) = " + "{ a".repeat(100_000) + "}".repeat(100_000) + "; }";
        String wide = "enum E { A = 0;" + "B = 1;".repeat(10_000) + "}";
        String ranges = "message A { reserved 1" + ",1".repeat(10_000) + "; }";
        String imports = "import \"a\";".repeat(10_001);

        // Then
        assertThat(strict(deep)).contains("nested deeper than 32 levels");
        assertThat(strict(veryDeep)).contains("nested deeper than 32 levels");
        assertThat(strict(deepOption)).contains("nested deeper than 32 levels");
        assertThat(strict(wide)).contains("more than 10000 messages, fields and values");
        assertThat(strict(ranges)).contains("more than 10000 messages, fields and values");
        assertThat(strict(imports)).contains("imported twice");
        assertThat(strict("//" + "x".repeat(1 << 20))).contains("larger than 1048576 characters");
        assertThat(strict(P3, new Dependency("a", "//" + "x".repeat(1 << 20))))
                .contains("larger than 1048576 characters");
        assertThat(strict("message A {".repeat(32) + "}".repeat(32))).isEqualTo("accepted");
    }

    @Test
    void aSchemaThatIsTooLargeHasItsOwnCode() {
        // When
        Decision<ParsedProtobuf> read =
                Schemas.KIND.parse(new SchemaSource(";".repeat((1 << 20) + 1), List.of()), Strictness.STRICT);

        // Then
        assertThat(read.<String>fold(
                        parsed -> "accepted", refused -> refused.code().name()))
                .isEqualTo(RegistryErrorCode.SCHEMA_TOO_LARGE.name());
    }

    @Test
    void tooManyReferencesAreRefused() {
        // Given
        List<Dependency> many = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            many.add(new Dependency(i + ".proto", "message M" + i + " {}"));
        }

        // Then
        assertThat(strict(P3, many.toArray(new Dependency[0]))).contains("more than 100 other schemas");
    }

    @Test
    void importsThatImportEachOtherAreRefused() {
        // Given
        Dependency one = new Dependency("one.proto", "import \"two.proto\";");
        Dependency two = new Dependency("two.proto", "import \"one.proto\";");

        // Then
        assertThat(strict("import \"one.proto\";", one, two)).contains("\"one.proto\" imports itself");
    }

    @Test
    void aBrokenImportIsNamed() {
        assertThat(strict("import \"one.proto\";", new Dependency("one.proto", "message {")))
                .contains("its import \"one.proto\": line 1, column 9");
    }

    @Test
    void whatAnImportImportsIsSeenOnlyIfPublic() {
        // Given
        Dependency inner = new Dependency("inner.proto", P3 + "package inner; message In {}");
        Dependency outer = new Dependency("outer.proto", P3 + "import \"inner.proto\";");
        Dependency open = new Dependency("open.proto", P3 + "import public \"inner.proto\";");

        // Then
        assertThat(strict(P3 + "import \"outer.proto\"; message A { inner.In in = 1; }", inner, outer))
                .contains("inner.In");
        assertThat(strict(P3 + "import \"open.proto\"; message A { inner.In in = 1; }", inner, open))
                .isEqualTo("accepted");
    }

    @Test
    void aGivenFileTakesThePlaceOfABuiltInOneButNotOfProtobufsOwn() {
        // Given
        Dependency own = new Dependency("google/type/date.proto", P3 + "package google.type; message Mine {}");
        Dependency forged =
                new Dependency("google/protobuf/any.proto", P3 + "package google.protobuf; message Forged {}");

        // Then
        assertThat(strict(P3 + "import \"google/type/date.proto\"; message A { google.type.Mine m = 1; }", own))
                .isEqualTo("accepted");
        assertThat(strict(
                        P3 + "import \"google/protobuf/any.proto\"; message A { google.protobuf.Forged f = 1; }",
                        forged))
                .contains("google.protobuf.Forged");
    }
}
