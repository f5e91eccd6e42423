package io.millrace.registry.protobuf;

import static io.millrace.registry.protobuf.Change.change;
import static io.millrace.registry.protobuf.Change.change2;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the policy LOGICAL finds in changes that every registry lets through. */
class LogicalPolicyTest {
    static Stream<Change> fields() {
        return Stream.of(
                change(
                        "renamed in JSON",
                        "message A { int32 a_b = 1; }",
                        "message A { int32 a_c = 1; }",
                        "FIELD_JSON_NAME_CHANGED #/A/1",
                        "FIELD_JSON_NAME_CHANGED #/A/1"),
                change(
                        "renamed but not in JSON",
                        "message A { int32 a = 1; }",
                        "message A { int32 b = 1 [json_name = \"a\"]; }",
                        "",
                        ""),
                change(
                        "widened",
                        "message A { int32 a = 1; }",
                        "message A { int64 a = 1; }",
                        "",
                        "FIELD_SCALAR_TYPE_CHANGED #/A/1"),
                change(
                        "sign changed",
                        "message A { int32 a = 1; }",
                        "message A { uint32 a = 1; }",
                        "FIELD_SCALAR_TYPE_CHANGED #/A/1",
                        "FIELD_SCALAR_TYPE_CHANGED #/A/1"),
                change(
                        "text to bytes",
                        "message A { string a = 1; }",
                        "message A { bytes a = 1; }",
                        "",
                        "FIELD_SCALAR_TYPE_CHANGED #/A/1"));
    }

    static Stream<Change> reservations() {
        return Stream.of(
                change(
                        "reserved number used",
                        "message A { reserved 1; }",
                        "message A { int32 a = 1; }",
                        "RESERVED_NUMBER_REUSED #/A/1",
                        "RESERVED_NUMBER_REUSED #/A/1"),
                change(
                        "reserved name used",
                        "message A { reserved \"a\"; }",
                        "message A { int32 a = 1; }",
                        "RESERVED_NAME_REUSED #/A/a",
                        "RESERVED_NAME_REUSED #/A/a"),
                change(
                        "numbers released",
                        "message A { reserved 1 to 9; }",
                        "message A { reserved 1 to 4, 6 to 9; }",
                        "RESERVED_NUMBERS_RELEASED #/A",
                        "RESERVED_NUMBERS_RELEASED #/A"),
                change(
                        "reservation split",
                        "message A { reserved 1 to 9; }",
                        "message A { reserved 5 to 20, 1 to 4; }",
                        "",
                        ""),
                change(
                        "removed and not reserved",
                        "message A { int32 a = 1; }",
                        "message A { }",
                        "FIELD_REMOVED_WITHOUT_RESERVING #/A/1",
                        "FIELD_REMOVED_WITHOUT_RESERVING #/A/1"),
                change("removed and reserved", "message A { int32 a = 1; }", "message A { reserved 1; }", "", ""),
                change("field added", "message A { }", "message A { int32 a = 1; }", "", ""));
    }

    static Stream<Change> labels() {
        return Stream.of(
                change(
                        "implicit to repeated",
                        "message A { int32 a = 1; }",
                        "message A { repeated int32 a = 1; }",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1",
                        "FIELD_NUMERIC_LABEL_CHANGED #/A/1"),
                change(
                        "text to repeated",
                        "message A { string a = 1; }",
                        "message A { repeated string a = 1; }",
                        "FIELD_STRING_OR_BYTES_LABEL_CHANGED #/A/1",
                        "FIELD_STRING_OR_BYTES_LABEL_CHANGED #/A/1"),
                change2(
                        "text required",
                        "message A { optional string a = 1; }",
                        "message A { required string a = 1; }",
                        "REQUIRED_FIELD_ADDED #/A/1",
                        ""));
    }

    static Stream<Change> enums() {
        return Stream.of(
                change(
                        "enum value renamed",
                        "enum E { ZERO = 0; }",
                        "enum E { NULL = 0; }",
                        "ENUM_CONST_CHANGED #/E/0",
                        "ENUM_CONST_CHANGED #/E/0"),
                change(
                        "enum value removed",
                        "enum E { ZERO = 0; ONE = 1; }",
                        "enum E { ZERO = 0; }",
                        "ENUM_CONST_REMOVED_WITHOUT_RESERVING #/E/1",
                        "ENUM_CONST_REMOVED_WITHOUT_RESERVING #/E/1"),
                change(
                        "enum value reserved",
                        "enum E { ZERO = 0; ONE = 1; }",
                        "enum E { ZERO = 0; reserved 1; }",
                        "",
                        ""),
                change(
                        "enum's reserved number used",
                        "message A { enum E { ZERO = 0; reserved 1; } }",
                        "message A { enum E { ZERO = 0; ONE = 1; } }",
                        "RESERVED_NUMBER_REUSED #/A/E/1",
                        "RESERVED_NUMBER_REUSED #/A/E/1"),
                change(
                        "enum's reserved name used",
                        "enum E { ZERO = 0; reserved \"ONE\"; }",
                        "enum E { ZERO = 0; ONE = 1; }",
                        "RESERVED_NAME_REUSED #/E/ONE",
                        "RESERVED_NAME_REUSED #/E/ONE"));
    }

    @ParameterizedTest
    @MethodSource({"fields", "reservations", "labels", "enums"})
    void aChangeOfMeaningIsFound(Change change) {
        change.check(CompatibilityPolicy.LOGICAL);
    }
}
