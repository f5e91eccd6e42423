package io.millrace.registry.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.command.LookUpSchema;
import io.millrace.registry.model.command.RegisterSchema;
import io.millrace.registry.model.command.SchemaCandidate;
import io.millrace.registry.model.command.SchemaReader;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which stored text a descriptor is. */
class DescriptorSpellingsTest {
    private static final String TEXT = """
            syntax = "proto3";
            package n;
            import "google/protobuf/timestamp.proto";
            message A { string a = 2; google.protobuf.Timestamp at = 1; map<string, B> more = 3; }
            message B { A a = 1; enum E { X = 0; } E e = 2; }
            """;

    private final RegistryState state = new RegistryState();
    private final SchemaReader reader = new SchemaReader(state, new SchemaKinds(List.of(Schemas.KIND)));

    private static SchemaContent content(String text, SchemaReference... references) {
        return new SchemaContent("PROTOBUF", text, List.of(references), Optional.empty(), Optional.empty());
    }

    private static String descriptor(String text) {
        return Schemas.read(text).serialized();
    }

    /** The version under which it is registered, if it is new the next one. */
    private int register(SchemaContent content) {
        return new RegisterSchema(reader, CompatibilityLevel.NONE, "s")
                .decide(SchemaCandidate.of(content))
                .<Integer>fold(
                        proposal -> {
                            proposal.records().forEach(each -> each.replay(state));
                            return proposal.response().version();
                        },
                        refused -> {
                            throw new AssertionError(refused.message());
                        });
    }

    private Optional<Integer> found(SchemaContent content) {
        return LookUpSchema.find(reader, "s", SchemaCandidate.of(content), Visibility.LIVE)
                .fold(version -> Optional.of(version.version()), refused -> Optional.empty());
    }

    @Test
    void aDescriptorIsTheStoredTextThatMeansTheSame() {
        // Given
        assertThat(register(content(TEXT))).isEqualTo(1);
        assertThat(register(content(TEXT.replace("string a", "bytes a")))).isEqualTo(2);

        // Then
        assertThat(Schemas.read(descriptor(TEXT)).canonicalText())
                .isNotEqualTo(Schemas.read(TEXT).canonicalText());
        assertThat(found(content(descriptor(TEXT)))).hasValue(1);
        assertThat(register(content(descriptor(TEXT)))).isEqualTo(1);
        assertThat(register(content(descriptor(TEXT.replace("string a", "int32 a")))))
                .isEqualTo(3);
    }

    /** A text is what it is, as in other registries. */
    @Test
    void aTextIsNotTakenForAnother() {
        assertThat(register(content(TEXT))).isEqualTo(1);
        assertThat(register(content(TEXT.replace("{ A a", "{ .n.A a")))).isEqualTo(2);
    }

    /** Its sender counts the entry, so that B has another position than by the text. */
    @Test
    void positionsOfMessagesAreKept() {
        String nested = "syntax = \"proto3\"; message A { map<string, int32> more = 3; message B { A a = 1; } }";
        assertThat(register(content(nested))).isEqualTo(1);
        assertThat(register(content(descriptor(nested)))).isEqualTo(2);
        assertThat(register(content(descriptor(nested)))).isEqualTo(2);
    }

    @Test
    void referencesAreToBeTheSame() {
        // Given
        String part = "syntax = \"proto3\"; package p; message Part { int32 x = 1; }";
        String whole = "syntax = \"proto3\"; package p; import \"part.proto\"; message Whole { Part part = 1; }";
        for (int version = 1; version <= 2; version++) {
            new RegistryRecord.VersionWritten(new SchemaVersion(
                            "part", version, version, content(part + "message More" + version + " {}"), false))
                    .replay(state);
        }
        String sent = Schemas.read(whole, new Dependency("part.proto", part)).serialized();
        SchemaReference first = new SchemaReference("part.proto", "part", 1);

        // Then
        assertThat(register(content(whole, first))).isEqualTo(1);
        assertThat(register(content(sent, first))).isEqualTo(1);
        assertThat(register(content(sent, new SchemaReference("part.proto", "part", 2))))
                .isEqualTo(2);
    }
}
