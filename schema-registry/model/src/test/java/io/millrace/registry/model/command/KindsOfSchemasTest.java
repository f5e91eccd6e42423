package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.command.CompatibilityVerdict.Reason;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.CompatibilityPolicy;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.schema.SchemaSource.Dependency;
import io.millrace.registry.model.schema.Strictness;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KindsOfSchemasTest {
    private final RegistryState state = new RegistryState();
    private final TextKind text = new TextKind();
    private final SchemaReader reader =
            new SchemaReader(state, new SchemaKinds(List.of(new AvroKind(AvroLimits.standard()), text)));

    private static SchemaContent content(String type, String text, SchemaReference... references) {
        return new SchemaContent(type, text, List.of(references), Optional.empty(), Optional.empty());
    }

    private void write(String subject, int version, int id, SchemaContent content) {
        new RegistryRecord.VersionWritten(new SchemaVersion(subject, version, id, content, false)).replay(state);
    }

    private CompatibilityVerdict check(SchemaContent newer, CompatibilityRules rules) {
        return reader.read("s", newer, Strictness.STRICT)
                .then(read -> CheckCompatibility.check(reader, read, state.versions("s", Visibility.LIVE), rules))
                .fold(verdict -> verdict, refused -> {
                    throw new AssertionError(refused.message());
                });
    }

    @Test
    void refusesATypeThatNobodyKnowsAndListsThoseThatAreKnown() {
        Decision<Proposal<SchemaVersion>> decision = new RegisterSchema(reader, CompatibilityLevel.BACKWARD, "s")
                .decide(SchemaCandidate.of(content("THRIFT", "struct")));

        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RegistryErrorCode.INVALID_SCHEMA);
            assertThat(refused.message()).contains("THRIFT", "AVRO, TEXT");
        });
    }

    @Test
    void takesNoTwoKindsOfOneName() {
        assertThatThrownBy(() -> new SchemaKinds(List.of(text, new TextKind()))).hasMessageContaining("TEXT");
    }

    @Test
    void givesAKindEveryDependencyUnderTheNameThatItsUserCallsItAfterWhatItNeedsItself() {
        // Given
        SchemaReference base = new SchemaReference("base", "b", 1);
        write("b", 1, 1, content("TEXT", "B"));
        write("l", 1, 2, content("TEXT", "L", base));
        write("r", 1, 3, content("TEXT", "R", new SchemaReference("other-base", "b", 1)));

        // When
        reader.read(
                "s",
                content("TEXT", "S", new SchemaReference("left", "l", 1), new SchemaReference("right", "r", 1), base),
                Strictness.STRICT);

        // Then
        assertThat(text.sources).singleElement().satisfies(source -> assertThat(source.dependencies())
                .containsExactly(
                        new Dependency("base", "B"),
                        new Dependency("left", "L"),
                        new Dependency("other-base", "B"),
                        new Dependency("right", "R")));
    }

    @Test
    void endsInReferencesThatGoRoundInCircles() {
        // Given
        SchemaReference[] both = {new SchemaReference("a", "a", 1), new SchemaReference("b", "b", 1)};
        write("a", 1, 1, content("TEXT", "A", both));
        write("b", 1, 2, content("TEXT", "B", both));

        // When
        reader.read("s", content("TEXT", "S", both), Strictness.STRICT);

        // Then
        assertThat(text.sources.get(0).dependencies()).hasSize(2);
    }

    @Test
    void saysThatASchemaOfAnotherTypeCannotFollow() {
        // Given
        write("s", 1, 1, content("AVRO", "\"int\""));
        SchemaContent newer = content("TEXT", "int");

        // Then
        assertThat(check(newer, CompatibilityRules.of(CompatibilityLevel.BACKWARD))
                        .messages())
                .containsExactly(
                        "the schema type differs: TEXT follows AVRO",
                        "{oldSchemaVersion: 1}",
                        "{oldSchema: '\"int\"'}",
                        "{validateFields: 'false', compatibility: 'BACKWARD'}");
        assertThat(check(newer, CompatibilityRules.of(CompatibilityLevel.NONE)).compatible())
                .isTrue();
    }

    @Test
    void saysWhichStoredVersionCannotBeRead() {
        // Given
        write("s", 3, 1, content("AVRO", "no Avro"));

        // When
        Decision<CompatibilityVerdict> decision = reader.read("s", content("AVRO", "\"int\""), Strictness.STRICT)
                .then(read -> CheckCompatibility.check(
                        reader,
                        read,
                        state.versions("s", Visibility.LIVE),
                        CompatibilityRules.of(CompatibilityLevel.BACKWARD)));

        // Then
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.message())
                .startsWith("version 3 of subject s cannot be read: "));
    }

    @Test
    void putsReferencesToOneVersionInTheOrderOfTheirNames() {
        // Given
        write("b", 1, 1, content("TEXT", "B"));
        SchemaReference first = new SchemaReference("x", "b", 1);
        SchemaReference second = new SchemaReference("y", "b", 1);

        // Then
        assertThat(LookUpSchema.normal(reader, "s", content("TEXT", "S", second, first)))
                .isEqualTo(LookUpSchema.normal(reader, "s", content("TEXT", "S", first, second)));
    }

    @Test
    void givesReasonsBesideTheMessagesInBothDirections() {
        // Given
        write("s", 1, 1, content("TEXT", "ab"));

        // When
        CompatibilityVerdict verdict =
                check(content("TEXT", "cd"), CompatibilityRules.of(CompatibilityLevel.FULL_TRANSITIVE));

        // Then
        assertThat(verdict.messages())
                .startsWith(
                        "{errorType:\"PREFIX\", description:\"the new text does not begin the old one\"}",
                        "{errorType:\"PREFIX\", description:\"the old text does not begin the new one\"}");
        assertThat(verdict.reasons())
                .containsExactly(new Reason("/", "PREFIX", "ab", "cd"), new Reason("/", "PREFIX", "ab", "cd"));
    }

    @Test
    void followsThePolicyOfTheSubject() {
        // Given
        write("s", 1, 1, content("TEXT", "ab"));
        new RegistryRecord.ConfigWritten(
                        "s",
                        Optional.of(new SubjectConfig(Optional.empty(), Map.of("compatibilityPolicy", "\"lenient\""))))
                .replay(state);

        // When
        check(content("TEXT", "a"), Scopes.rules(state, "s", CompatibilityLevel.BACKWARD));
        check(content("TEXT", "a"), Scopes.rules(state, "other", CompatibilityLevel.BACKWARD));

        // Then
        assertThat(text.policies).containsExactly(CompatibilityPolicy.LENIENT, CompatibilityPolicy.STRICT);
    }
}
