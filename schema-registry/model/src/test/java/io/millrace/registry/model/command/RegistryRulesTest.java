package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.avro.AvroParser;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RegistryRulesTest {
    private final RegistryState state = new RegistryState();
    private final List<RegistryRecord> log = new ArrayList<>();
    private final SchemaReader reader = new SchemaReader(state, new AvroParser(AvroLimits.standard()));

    private <T> T accepted(Decision<Proposal<T>> decision) {
        Proposal<T> proposal = decision.fold(value -> value, refused -> {
            throw new AssertionError(refused.toString());
        });
        proposal.records().forEach(record -> {
            log.add(record);
            record.replay(state);
        });
        return proposal.response();
    }

    private Decision<Proposal<SchemaVersion>> decide(String subject, String text) {
        return new RegisterSchema(reader, CompatibilityLevel.BACKWARD, subject)
                .decide(SchemaCandidate.of(SchemaContent.avro(text)));
    }

    private SchemaVersion register(String subject, String text) {
        return accepted(decide(subject, text));
    }

    private static <T> RegistryErrorCode code(Decision<T> decision) {
        return decision.fold(
                value -> {
                    throw new AssertionError("accepted " + value);
                },
                Decision.Refused::code);
    }

    private void config(String subject, CompatibilityLevel level) {
        accepted(new ChangeSettings(state, subject).config(new ConfigChange(Optional.of(level), Map.of(), List.of())));
    }

    @Test
    void givesDenseIdsAndSharesThemByContent() {
        assertThat(register("a", "\"int\"").id()).isEqualTo(1);
        assertThat(register("b", "\"long\"").id()).isEqualTo(2);
        assertThat(register("c", " \"int\" ").id()).isEqualTo(1);
        assertThat(register("d", "\"string\"").id()).isEqualTo(3);
        assertThat(register(":.x:a", "\"bytes\"").id()).isEqualTo(1);
    }

    @Test
    void writesNothingForASchemaThatIsThereAlready() {
        // Given
        register("a", "\"int\"");
        int records = log.size();

        // When
        register("a", "{\"type\":\"int\"}");

        // Then
        assertThat(log).hasSize(records);
    }

    @Test
    void comparesWithAllVersionsOnlyWhenTransitive() {
        // Given
        String none = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
        String withDefault = "{\"type\":\"record\",\"name\":\"R\",\"fields\":"
                + "[{\"name\":\"a\",\"type\":\"int\",\"default\":0}]}";
        String without = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}";
        register("a", none);
        register("a", withDefault);

        // When
        config("a", CompatibilityLevel.BACKWARD_TRANSITIVE);

        // Then
        assertThat(code(decide("a", without))).isEqualTo(RegistryErrorCode.INCOMPATIBLE_SCHEMA);
        config("a", CompatibilityLevel.BACKWARD);
        assertThat(register("a", without).version()).isEqualTo(3);
    }

    @Test
    void forwardLooksTheOtherWay() {
        // Given
        register("a", "\"long\"");

        // When
        config("", CompatibilityLevel.FORWARD);

        // Then
        assertThat(code(decide("a", "\"double\""))).isEqualTo(RegistryErrorCode.INCOMPATIBLE_SCHEMA);
        assertThat(register("a", "\"int\"").version()).isEqualTo(2);
    }

    @Test
    void givesANewVersionAndTheSameIdAfterASoftDelete() {
        // Given
        int id = register("a", "\"int\"").id();
        accepted(new DeleteVersions(state, "a").subject(false));

        // When
        SchemaVersion again = register("a", "\"int\"");

        // Then
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.version()).isEqualTo(2);
        assertThat(state.versions("a", Visibility.WITH_DELETED)).containsExactly(again);
    }

    @Test
    void neverGivesAnIdTwiceEvenWhenCompactionForgetsTheErasedSchema() {
        // Given
        register("a", "\"int\"");
        int erased = register("b", "\"long\"").id();
        accepted(new DeleteVersions(state, "b").subject(false));
        accepted(new DeleteVersions(state, "b").subject(true));

        // When: compaction leaves the last record of each key, and in the end no tombstones.
        RegistryState reloaded = new RegistryState();
        log.stream()
                .filter(record -> !(record instanceof RegistryRecord.VersionErased))
                .filter(record -> !(record instanceof RegistryRecord.VersionWritten written)
                        || written.version().subject().equals("a"))
                .forEach(record -> record.replay(reloaded));

        // Then
        assertThat(reloaded.highestId(".")).isEqualTo(erased);
    }

    @Test
    void ignoresASecondSchemaUnderATakenId() {
        // Given
        register("a", "\"int\"");
        register("b", "\"int\"");

        // When
        RegistryRecord.Outcome outcome = new RegistryRecord.VersionWritten(
                        new SchemaVersion("c", 1, 1, SchemaContent.avro("\"long\""), false))
                .replay(state);

        // Then
        assertThat(outcome).isEqualTo(RegistryRecord.Outcome.ID_CONFLICT);
        assertThat(state.content(".", 1)).contains(SchemaContent.avro("\"int\""));
    }

    @Test
    void takesTheVersionOfTheCandidateAsACondition() {
        // Given
        register("a", "\"int\"");
        RegisterSchema operation = new RegisterSchema(reader, CompatibilityLevel.BACKWARD, "a");

        // Then
        assertThat(code(operation.decide(new SchemaCandidate(SchemaContent.avro("\"long\""), 3, 0))))
                .isEqualTo(RegistryErrorCode.INVALID_SCHEMA);
        assertThat(accepted(operation.decide(new SchemaCandidate(SchemaContent.avro("\"long\""), 2, 0)))
                        .version())
                .isEqualTo(2);
        assertThat(code(operation.decide(new SchemaCandidate(SchemaContent.avro("\"double\""), 0, 50))))
                .isEqualTo(RegistryErrorCode.OPERATION_NOT_PERMITTED);
    }

    @Test
    void refusesNamesThatAreNoSubjects() {
        assertThat(code(decide("", "\"int\""))).isEqualTo(RegistryErrorCode.INVALID_SUBJECT);
        assertThat(code(decide("a\nb", "\"int\""))).isEqualTo(RegistryErrorCode.INVALID_SUBJECT);
    }

    @Test
    void followsThePeersRecordsOfDeletion() {
        // Given
        register("a", "\"int\"");
        register("a", "\"long\"");

        // When
        new RegistryRecord.SubjectDeleted("a", 1).replay(state);

        // Then
        assertThat(state.versions("a", Visibility.LIVE)).hasSize(1);
        new RegistryRecord.SubjectCleared("a").replay(state);
        assertThat(state.versions("a")).hasSize(1);
    }
}
