package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.Incompatibility;
import io.millrace.registry.model.schema.Incompatibility.Sides;
import io.millrace.registry.model.schema.SchemaSource;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportedTypesTest {
    private static final String WHOLE =
            "syntax = \"proto3\"; import \"part.proto\"; message Whole { p.Part part = 1; repeated p.Part parts = 2; }";

    private static Dependency part(String text) {
        return new Dependency("part.proto", "syntax = \"proto3\"; package p; " + text);
    }

    private static List<Incompatibility> compare(ParsedProtobuf newer, ParsedProtobuf older) {
        return Schemas.KIND.incompatibilities(newer, older, CompatibilityPolicy.STRICT, Sides.NEW_READS_OLD);
    }

    private static List<String> rules(ParsedProtobuf newer, ParsedProtobuf older) {
        return compare(newer, older).stream()
                .map(each -> each.rule() + " " + each.path())
                .toList();
    }

    @Test
    void aTypeThatIsImportedIsComparedDeeply() {
        // Given
        ParsedProtobuf older = Schemas.read(WHOLE, part("message Part { In in = 1; } message In { int32 a = 1; }"));
        ParsedProtobuf newer = Schemas.read(WHOLE, part("message Part { In in = 1; } message In { string a = 1; }"));
        ParsedProtobuf added =
                Schemas.read(WHOLE, part("message Part { In in = 1; int32 b = 2; } message In { int32 a = 1; }"));

        // Then
        assertThat(rules(newer, older))
                .containsExactly(
                        "FIELD_NAMED_TYPE_CHANGED #/Whole/1",
                        "FIELD_NAMED_TYPE_CHANGED #/Whole/2",
                        "FIELD_NAMED_TYPE_CHANGED #/Part/1",
                        "FIELD_SCALAR_KIND_CHANGED #/In/1");
        assertThat(rules(added, older)).isEmpty();
    }

    @Test
    void typesThatContainEachOtherAreComparedOnce() {
        // Given
        String cycle = "message Part { Other other = 1; } message Other { Part part = 1; Other other = 2; ";
        ParsedProtobuf older = Schemas.read(WHOLE, part(cycle + "int32 a = 3; }"));
        ParsedProtobuf same = Schemas.read(WHOLE, part(cycle + "int64 a = 3; }"));
        ParsedProtobuf newer = Schemas.read(WHOLE, part(cycle + "double a = 3; }"));

        // Then
        assertThat(rules(same, older)).isEmpty();
        assertThat(rules(newer, older))
                .containsExactlyInAnyOrder(
                        "FIELD_NAMED_TYPE_CHANGED #/Whole/1",
                        "FIELD_NAMED_TYPE_CHANGED #/Whole/2",
                        "FIELD_NAMED_TYPE_CHANGED #/Part/1",
                        "FIELD_NAMED_TYPE_CHANGED #/Other/1",
                        "FIELD_NAMED_TYPE_CHANGED #/Other/2",
                        "FIELD_SCALAR_KIND_CHANGED #/Other/3");
    }

    @Test
    void typesOfTheSameSchemaMayContainEachOther() {
        // Given
        String cycle = "syntax = \"proto3\"; message A { B b = 1; A a = 2; } message B { A a = 1; ";

        // Then
        assertThat(rules(Schemas.read(cycle + "string s = 2; }"), Schemas.read(cycle + "}")))
                .isEmpty();
        assertThat(rules(Schemas.read(cycle + "string s = 2; }"), Schemas.read(cycle + "int32 s = 2; }")))
                .containsExactly("FIELD_SCALAR_KIND_CHANGED #/B/2");
    }

    @Test
    void aTypeMayMoveIntoAnotherPackageIfItStaysTheSame() {
        // Given
        Dependency moved = new Dependency("q.proto", "syntax = \"proto3\"; package q; message Part { int32 a = 1; }");
        ParsedProtobuf older = Schemas.read(WHOLE, part("message Part { int32 a = 1; }"));
        ParsedProtobuf newer =
                Schemas.read(WHOLE.replace("part.proto", "q.proto").replace("p.Part", "q.Part"), moved);

        // Then
        assertThat(rules(newer, older)).isEmpty();
    }

    @Test
    void chainsOfTypesMayBeLongerThanAStack() {
        // Given
        StringBuilder chain = new StringBuilder("message Part { M0 next = 1; } ");
        for (int i = 0; i < 4_000; i++) {
            chain.append("message M" + i + " { M" + (i + 1) + " n = 1; } ");
        }
        ParsedProtobuf older = Schemas.read(WHOLE, part(chain + "message M4000 { int32 a = 1; }"));
        ParsedProtobuf newer = Schemas.read(WHOLE, part(chain + "message M4000 { string a = 1; }"));

        // Then
        assertThat(rules(newer, older)).hasSize(2 + 1 + 4_000 + 1);
    }

    @Test
    void aTypeThatIsMissingIsComparedByItsName() {
        // Given
        ParsedProtobuf older = lenient("message A { lost.T t = 1; }");
        ParsedProtobuf newer = lenient("message A { other.U t = 1; }");

        // Then
        assertThat(rules(newer, older)).containsExactly("FIELD_NAMED_TYPE_CHANGED #/A/1");
        assertThat(rules(older, older)).isEmpty();
        assertThat(rules(lenient("message A { lost.T t = 1; }"), older)).isEmpty();
    }

    private static ParsedProtobuf lenient(String text) {
        return Schemas.KIND
                .parse(new SchemaSource("syntax = \"proto3\"; " + text, List.of()), Strictness.LENIENT)
                .fold(parsed -> parsed, refused -> {
                    throw new AssertionError(refused.message());
                });
    }

    @Test
    void aFindingSaysWhoCannotReadWhatAndWhy() {
        // Given
        ParsedProtobuf older = Schemas.read("syntax = \"proto3\"; message A { int32 a = 1; }");
        ParsedProtobuf newer = Schemas.read("syntax = \"proto3\"; message A { map<string, A> a = 1; }");

        // Then
        assertThat(compare(newer, older))
                .containsExactly(new Incompatibility(
                        "FIELD_KIND_CHANGED",
                        "#/A/1",
                        "int32",
                        "map<string, A>",
                        "the field at path '#/A/1' is of another kind (scalar, message, group or map) in the new schema than"
                                + " in the old schema"));
        assertThat(Schemas.KIND.incompatibilities(older, newer, CompatibilityPolicy.STRICT, Sides.OLD_READS_NEW))
                .extracting(Incompatibility::description)
                .containsExactly(
                        "the field at path '#/A/1' is of another kind (scalar, message, group or map) in the old"
                                + " schema than in the new schema");
    }
}
