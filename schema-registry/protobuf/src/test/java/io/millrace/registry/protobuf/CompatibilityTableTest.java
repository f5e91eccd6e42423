package io.millrace.registry.protobuf;

import static io.millrace.registry.protobuf.Change.change;
import static io.millrace.registry.protobuf.Change.change2;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the table of changes, backward and forward. */
class CompatibilityTableTest {
    private static final String TWO = "message A { oneof o { int32 a = 1; string b = 2; } }";

    /** A change of one field, the same in both directions. */
    private static Change field(String older, String newer, String rule) {
        String found = rule.isEmpty() ? "" : rule + " #/A/1";
        return change(
                older + " -> " + newer,
                "message A { " + older + " f = 1; } message B {} message C {} enum E { ZERO = 0; }",
                "message A { " + newer + " f = 1; } message B {} message C {} enum E { ZERO = 0; }",
                found,
                found);
    }

    private static Change field2(String older, String newer, String backward, String forward) {
        return change2(
                older + " -> " + newer,
                "message A { " + older + " f = 1; } enum E { ZERO = 0; } message B {}",
                "message A { " + newer + " f = 1; } enum E { ZERO = 0; } message B {}",
                backward,
                forward);
    }

    static Stream<Change> messages() {
        return Stream.of(
                change("package changed", "package a;", "package b;", "PACKAGE_CHANGED #/", "PACKAGE_CHANGED #/"),
                change("package added", "", "package b;", "PACKAGE_CHANGED #/", "PACKAGE_CHANGED #/"),
                change("message added", "message A {}", "message A {} message B {}", "", "MESSAGE_REMOVED #/B"),
                change("message removed", "message A {} message B {}", "message A {}", "MESSAGE_REMOVED #/B", ""),
                change(
                        "nested message removed",
                        "message A { message B {} message C {} }",
                        "message A { message C {} }",
                        "MESSAGE_REMOVED #/A/B",
                        ""),
                change("message reordered", "message A {} message B {}", "message B {} message A {}", "", ""),
                change("map removed with its entry", "message A { map<string, int32> m = 1; }", "message A {}", "", ""),
                change2(
                        "group removed with its message",
                        "message A { optional group G = 1 { optional int32 x = 1; } }",
                        "message A {}",
                        "",
                        ""),
                change2(
                        "field inside a group changed",
                        "message A { optional group G = 1 { optional int32 x = 1; } }",
                        "message A { optional group G = 1 { optional string x = 1; } }",
                        "FIELD_SCALAR_KIND_CHANGED #/A/G/1",
                        "FIELD_SCALAR_KIND_CHANGED #/A/G/1"),
                change(
                        "enum removed, with its uses",
                        "message A { E e = 1; int32 i = 2; } enum E { ZERO = 0; }",
                        "message A { int32 i = 2; }",
                        "",
                        ""),
                change(
                        "enum values added, removed and renumbered",
                        "enum E { ZERO = 0; ONE = 1; TWO = 2; }",
                        "enum E { ZERO = 0; ONE = 3; FOUR = 4; }",
                        "",
                        ""),
                change(
                        "service, option and import changed",
                        "import \"google/type/date.proto\"; option java_package = \"a\"; message A {} service S { rpc M(A)"
                                + " returns (A); }",
                        "import \"google/type/money.proto\"; message A {} service S { rpc N(A) returns (A); } service T {}",
                        "",
                        ""),
                change("field reserved", "message A { int32 a = 1; }", "message A { reserved 1; }", "", ""),
                change("reserved number used", "message A { reserved 1; }", "message A { int32 a = 1; }", "", ""));
    }

    static Stream<Change> fields() {
        return Stream.of(
                change("field added", "message A { int32 a = 1; }", "message A { int32 a = 1; string b = 2; }", "", ""),
                change("field renamed", "message A { int32 a = 1; }", "message A { int32 b = 1; }", "", ""),
                change("field renumbered", "message A { int32 a = 1; }", "message A { int32 a = 2; }", "", ""),
                field("int32", "B", "FIELD_KIND_CHANGED"),
                field("B", "map<string, B>", "FIELD_KIND_CHANGED"),
                field("string", "map<string, string>", "FIELD_KIND_CHANGED"),
                field("repeated B", "B", ""),
                field("B", "C", "FIELD_NAMED_TYPE_CHANGED"),
                field("E", "B", "FIELD_KIND_CHANGED"),
                field("map<string, int32>", "map<string, int64>", ""),
                field("map<string, int32>", "map<string, string>", "FIELD_SCALAR_KIND_CHANGED"),
                field("map<string, int32>", "map<int64, int32>", "FIELD_SCALAR_KIND_CHANGED"),
                field("map<string, B>", "map<string, C>", "FIELD_NAMED_TYPE_CHANGED"),
                field("map<string, B>", "map<string, int32>", "FIELD_KIND_CHANGED"),
                field("int32", "repeated int32", ""),
                field("optional int32", "repeated int32", "FIELD_NUMERIC_LABEL_CHANGED"),
                field("optional E", "repeated E", "FIELD_NUMERIC_LABEL_CHANGED"),
                field("optional bool", "repeated bool", "FIELD_NUMERIC_LABEL_CHANGED"),
                field("optional string", "repeated string", ""),
                field("optional bytes", "repeated bytes", ""),
                field("optional B", "repeated B", ""),
                field("int32", "optional int32", ""));
    }

    static Stream<Change> labels() {
        return Stream.of(
                field2(
                        "optional int32",
                        "required int32",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1"),
                field2("optional string", "required string", "", ""),
                change2(
                        "label gone in a oneof",
                        "message A { optional int32 a = 1; }",
                        "message A { oneof o { int32 a = 1; } }",
                        "",
                        ""),
                change2(
                        "repeated instead of a member of a oneof",
                        "message A { oneof o { int32 a = 1; } }",
                        "message A { repeated int32 a = 1; }",
                        "",
                        ""),
                field2(
                        "optional double",
                        "repeated double",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1"),
                field2(
                        "optional sint64",
                        "repeated sint64",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1"),
                change2(
                        "group for a message",
                        "message A { optional group G = 1 {} }",
                        "message A { optional G g = 1; message G {} }",
                        "FIELD_KIND_CHANGED #/A/1",
                        "FIELD_KIND_CHANGED #/A/1"),
                change2(
                        "required field added",
                        "message A {}",
                        "message A { required int32 a = 1; }",
                        "REQUIRED_FIELD_ADDED #/A/1",
                        "REQUIRED_FIELD_REMOVED #/A/1"),
                change2(
                        "required field removed",
                        "message A { required string a = 1; }",
                        "message A {}",
                        "REQUIRED_FIELD_REMOVED #/A/1",
                        "REQUIRED_FIELD_ADDED #/A/1"));
    }

    /** All pairs of scalar types: inside their group they may follow each other. */
    static Stream<Change> scalars() {
        List<List<String>> groups = List.of(
                List.of("int32", "int64", "uint32", "uint64", "bool", "E"),
                List.of("sint32", "sint64"),
                List.of("string", "bytes"),
                List.of("fixed32", "sfixed32"),
                List.of("fixed64", "sfixed64"),
                List.of("float"),
                List.of("double"));
        return groups.stream().flatMap(older -> groups.stream()
                .flatMap(newer -> older.stream().flatMap(from -> newer.stream()
                        .map(to -> field(from, to, older == newer ? "" : "FIELD_SCALAR_KIND_CHANGED")))));
    }

    static Stream<Change> oneofMembers() {
        return Stream.of(
                change(
                        "member removed",
                        TWO,
                        "message A { oneof o { int32 a = 1; } }",
                        "ONEOF_FIELD_REMOVED #/A/o/2",
                        ""),
                change(
                        "member removed from a oneof that is renamed",
                        TWO,
                        "message A { oneof p { int32 a = 1; } }",
                        "ONEOF_FIELD_REMOVED #/A/o/2",
                        ""),
                change(
                        "member removed and the other moved out",
                        TWO,
                        "message A { int32 a = 1; }",
                        "ONEOF_FIELD_REMOVED #/A/o/2",
                        ""),
                change("whole oneof removed", TWO, "message A {}", "", ""),
                change("oneof renamed", TWO, "message A { oneof p { int32 a = 1; string b = 2; } }", "", ""));
    }

    static Stream<Change> oneofMoves() {
        return Stream.of(
                change(
                        "both fields moved out",
                        TWO,
                        "message A { int32 a = 1; string b = 2; }",
                        "",
                        "MULTIPLE_FIELDS_MOVED_TO_ONEOF #/A/o"),
                change(
                        "one field moved out",
                        TWO,
                        "message A { int32 a = 1; oneof o { string b = 2; } }",
                        "",
                        "FIELD_MOVED_TO_EXISTING_ONEOF #/A/o"),
                change(
                        "one field into a new oneof",
                        "message A { int32 a = 1; }",
                        "message A { oneof o { int32 a = 1; string b = 2; } }",
                        "",
                        "ONEOF_FIELD_REMOVED #/A/o/2"),
                change(
                        "one field of proto3's optional into a new oneof",
                        "message A { optional int32 a = 1; optional string b = 2; }",
                        "message A { oneof o { int32 a = 1; string b = 2; } }",
                        "MULTIPLE_FIELDS_MOVED_TO_ONEOF #/A/o",
                        ""),
                change(
                        "type changed while the oneof is renamed",
                        TWO,
                        "message A { oneof p { string a = 1; string b = 2; } }",
                        "FIELD_SCALAR_KIND_CHANGED #/A/1",
                        "FIELD_SCALAR_KIND_CHANGED #/A/1"),
                change(
                        "type changed inside a oneof",
                        TWO,
                        "message A { oneof o { int32 a = 1; int32 b = 2; } }",
                        "FIELD_SCALAR_KIND_CHANGED #/A/2",
                        "FIELD_SCALAR_KIND_CHANGED #/A/2"),
                change(
                        "nested message of a oneof",
                        "message A { message B { oneof o { int32 a = 1; int32 b = 2; } } }",
                        "message A { message B { oneof o { int32 b = 2; } } }",
                        "ONEOF_FIELD_REMOVED #/A/B/o/1",
                        ""));
    }

    @ParameterizedTest
    @MethodSource({"messages", "fields", "labels", "scalars", "oneofMembers", "oneofMoves"})
    void aChangeHasTheVerdictOfTheTable(Change change) {
        change.check(CompatibilityPolicy.STRICT);
    }
}
