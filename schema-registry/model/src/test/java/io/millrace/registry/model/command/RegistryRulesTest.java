package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectName;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.record.RecordCodec;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryRulesTest {
    private final RegistryState state = new RegistryState();
    private final List<RegistryRecord> log = new ArrayList<>();
    private final SchemaReader reader =
            new SchemaReader(state, new SchemaKinds(List.of(new AvroKind(AvroLimits.standard()))));

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

    @ParameterizedTest
    @ValueSource(strings = {"", ":.staging:"})
    void neverGivesAnIdTwiceEvenWhenCompactionForgetsTheErasedSchema(String context) throws Exception {
        // Given
        register(context + "a", "\"int\"");
        int erased = register(context + "b", "\"long\"").id();
        accepted(new DeleteVersions(state, context + "b").subject(false));
        accepted(new DeleteVersions(state, context + "b").subject(true));

        // When
        log.add(new RegistryRecord.EndMarked(Optional.empty())); // as a peer does when it begins to lead
        RegistryState reloaded = afterCompaction();

        // Then
        assertThat(reloaded.highestId(SubjectName.contextOf(context + "a"))).isEqualTo(erased);
        assertThat(reloaded.needsMark()).isFalse();
    }

    @Test
    void needsAMarkForTheIdsOfSchemasThatAPeerErased() {
        // Given
        register("a", "\"int\"");
        SchemaVersion last = register(":.staging:b", "\"long\"");
        assertThat(state.needsMark()).isFalse();

        // When
        new RegistryRecord.VersionErased(last.key()).replay(state);

        // Then
        assertThat(state.needsMark()).isTrue();
        new RegistryRecord.HighestIdsMarked(state.highestIds()).replay(state);
        assertThat(state.needsMark()).isFalse();
    }

    /** The fold of what is left when the last record of each key stays, and in the end no tombstone. */
    private RegistryState afterCompaction() throws Exception {
        Map<ByteBuffer, RecordCodec.Encoded> last = new LinkedHashMap<>();
        for (RegistryRecord record : log) {
            RecordCodec.Encoded encoded = RecordCodec.encode(record);
            last.remove(ByteBuffer.wrap(encoded.key()));
            last.put(ByteBuffer.wrap(encoded.key()), encoded);
        }
        RegistryState reloaded = new RegistryState();
        for (RecordCodec.Encoded each : last.values()) {
            if (each.value() != null) {
                RecordCodec.decode(each.key(), each.value()).orElseThrow().replay(reloaded);
            }
        }
        return reloaded;
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
        assertThat(code(operation.decide(new SchemaCandidate(SchemaContent.avro("\"long\""), 3, 0, false))))
                .isEqualTo(RegistryErrorCode.INVALID_SCHEMA);
        assertThat(accepted(operation.decide(new SchemaCandidate(SchemaContent.avro("\"long\""), 2, 0, false)))
                        .version())
                .isEqualTo(2);
        assertThat(code(operation.decide(new SchemaCandidate(SchemaContent.avro("\"double\""), 0, 50, false))))
                .isEqualTo(RegistryErrorCode.OPERATION_NOT_PERMITTED);
    }

    @Test
    void keepsOneSpellingWhereTheClientOrTheConfigAsksForTheNormalForm() {
        // Given
        String one = "{\"type\":\"string\",\"b\":{\"y\":1,\"x\":2},\"a\":1}";
        String other = "{\"a\":1,\"b\":{\"x\":2,\"y\":1},\"type\":\"string\"}";
        String normal = "{\"type\":\"string\",\"a\":1,\"b\":{\"x\":2,\"y\":1}}";
        RegisterSchema operation = new RegisterSchema(reader, CompatibilityLevel.BACKWARD, "asked");

        // When
        SchemaVersion asked = accepted(operation.decide(new SchemaCandidate(SchemaContent.avro(one), 0, 0, true)));
        SchemaVersion again = accepted(operation.decide(new SchemaCandidate(SchemaContent.avro(other), 0, 0, true)));
        accepted(new ChangeSettings(state, "")
                .config(new ConfigChange(Optional.empty(), Map.of("normalize", "true"), List.of())));
        SchemaVersion configured = register("configured", one);
        accepted(new ChangeSettings(state, "plain")
                .config(new ConfigChange(Optional.empty(), Map.of("normalize", "false"), List.of())));
        SchemaVersion plain = register("plain", one);

        // Then
        assertThat(asked.content().text()).isEqualTo(normal);
        assertThat(again).isEqualTo(asked);
        assertThat(configured.id()).isEqualTo(asked.id());
        assertThat(plain.content().text()).isEqualTo(one);
    }

    @Test
    void looksUpTheNormalFormOfASpellingThatNobodyRegistered() {
        // Given
        String one = "{\"type\":\"string\",\"b\":1,\"a\":1}";
        String other = "{\"type\":\"string\",\"a\":1,\"b\":1}";
        register("plain", one);
        register("normal", other);
        SchemaCandidate plain = SchemaCandidate.of(SchemaContent.avro(one));
        SchemaCandidate normal = new SchemaCandidate(SchemaContent.avro(one), 0, 0, true);

        // Then
        assertThat(LookUpSchema.find(reader, "normal", plain, Visibility.LIVE).isAccepted())
                .isTrue();
        assertThat(LookUpSchema.find(reader, "normal", normal, Visibility.LIVE).isAccepted())
                .isTrue();
        assertThat(LookUpSchema.find(reader, "plain", plain, Visibility.LIVE).isAccepted())
                .isTrue();
        assertThat(code(LookUpSchema.find(reader, "plain", normal, Visibility.LIVE)))
                .isEqualTo(RegistryErrorCode.SCHEMA_NOT_FOUND);
    }

    @Test
    void importsTheSpellingThatAnotherRegistryWrote() {
        // Given
        String written = "{\"type\":\"string\",\"b\":1,\"a\":1}";
        new RegistryRecord.ModeWritten("a", Optional.of(RegistryMode.IMPORT)).replay(state);
        RegisterSchema operation = new RegisterSchema(reader, CompatibilityLevel.BACKWARD, "a");

        // When
        SchemaVersion imported =
                accepted(operation.decide(new SchemaCandidate(SchemaContent.avro(written), 0, 7, true)));

        // Then
        assertThat(imported.content().text()).isEqualTo(written);
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
