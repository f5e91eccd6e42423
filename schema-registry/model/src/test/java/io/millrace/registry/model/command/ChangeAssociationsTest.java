package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.Association;
import io.millrace.registry.model.Association.Lifecycle;
import io.millrace.registry.model.AssociationKey;
import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.command.AssociationRequest.Ending;
import io.millrace.registry.model.command.AssociationRequest.Step;
import io.millrace.registry.model.command.AssociationRequest.Wish;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeAssociationsTest {
    private static final String OWNED = ":.c:t-value";

    private final RegistryState state = new RegistryState();
    private final SchemaReader reader =
            new SchemaReader(state, new SchemaKinds(List.of(new AvroKind(AvroLimits.standard()))));

    @BeforeEach
    void registerSubjects() {
        new RegistryRecord.VersionWritten(new SchemaVersion("s", 1, 1, SchemaContent.avro("\"int\""), false))
                .replay(state);
        new RegistryRecord.VersionWritten(new SchemaVersion("s2", 1, 2, SchemaContent.avro("\"long\""), false))
                .replay(state);
    }

    private Decision<Proposal<List<Association>>> associate(
            String id, String name, String namespace, String type, String subject) {
        return decide(new AssociationRequest(name, namespace, Optional.of(id), List.of(wish(true, type, subject))));
    }

    private static Wish wish(boolean create, String type, String subject) {
        return new Wish(create, type, Optional.of(subject), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private Decision<Proposal<List<Association>>> decide(AssociationRequest request) {
        return new ChangeAssociations(reader, request)
                .decide(() -> UUID.randomUUID().toString());
    }

    private Decision<Proposal<List<Association>>> steps(Step... steps) {
        return decide(new AssociationRequest("t", "c", Optional.of("O"), List.of(steps)));
    }

    private static List<RegistryRecord> records(Decision<Proposal<List<Association>>> decision) {
        return decision.fold(Proposal::records, refused -> {
            throw new AssertionError(refused.toString());
        });
    }

    private static Decision.Refused<?> refusal(Decision<Proposal<List<Association>>> decision) {
        return (Decision.Refused<?>) decision;
    }

    private void write(Decision<Proposal<List<Association>>> decision) {
        records(decision).forEach(record -> record.replay(state));
    }

    private static void requireTaken(Decision<Proposal<List<Association>>> decision) {
        assertThat(decision).isInstanceOfSatisfying(Decision.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(RegistryErrorCode.RESOURCE_ASSOCIATED);
            assertThat(refused.message()).contains("'A'");
        });
    }

    @Test
    void leavesWhatATopicHasUnderOneIdToThatId() {
        // Given
        write(associate("A", "t", "ns", "value", "s"));

        // Then
        requireTaken(associate("B", "t", "ns", "value", "s"));
        requireTaken(associate("B", "t", "ns", "value", "s2"));
        requireTaken(associate("B", "t", "ns", "key", "s"));
        assertThat(associate("A", "t", "ns", "key", "s").isAccepted()).isTrue();
    }

    @Test
    void takesNoOtherTopicForTheSame() {
        // Given
        write(associate("A", "t", "ns", "value", "s"));

        // Then
        write(associate("B", "t", "-", "value", "s"));
        write(associate("C", "-", "ns", "value", "s"));
        assertThat(state.associations().ofSubject("s"))
                .extracting(Association::resourceId)
                .containsExactlyInAnyOrder("A", "B", "C");
    }

    private Association own() {
        Association owner = new Association(
                new AssociationKey("t", "c", AssociationKey.TOPIC, "value", OWNED),
                "g",
                "O",
                Lifecycle.STRONG,
                true,
                0,
                0);
        for (int version = 1; version <= 3; version++) {
            SchemaContent content = SchemaContent.avro("{\"type\":\"fixed\",\"name\":\"F\",\"size\":" + version + "}");
            new RegistryRecord.VersionWritten(new SchemaVersion(OWNED, version, version, content, false)).replay(state);
        }
        new RegistryRecord.ConfigWritten(OWNED, Optional.of(SubjectConfig.of(CompatibilityLevel.NONE))).replay(state);
        new RegistryRecord.AssociationWritten(owner).replay(state);
        return owner;
    }

    private List<RegistryRecord> ending(Association owner) {
        return records(ChangeAssociations.delete(state, List.of(owner), true));
    }

    private boolean isGone() {
        return state.versions(OWNED).isEmpty()
                && state.config(OWNED).isEmpty()
                && state.associations().ofSubject(OWNED).isEmpty();
    }

    @Test
    void deletesInOneWriteTheSubjectThatATopicOwns() {
        // Given
        Association owner = own();

        // When
        List<RegistryRecord> records = ending(owner);
        records.forEach(record -> record.replay(state));

        // Then
        assertThat(isGone()).isTrue();
        assertThat(state.versions("s")).isNotEmpty();
    }

    /** Another leader may come after any of the records; those behind it are not applied. */
    @Test
    void finishesADeletionWhereverItBrokeOff() {
        // Given
        Association owner = own();
        int all = ending(owner).size();
        assertThat(all).isGreaterThan(3);
        for (int applied = 0; applied < all; applied++) {
            own();
            ending(owner).subList(0, applied).forEach(record -> record.replay(state));
            assertThat(state.associations().ofResource("O"))
                    .as("after %d", applied)
                    .contains(owner);

            // When
            ending(owner).forEach(record -> record.replay(state));

            // Then
            assertThat(isGone()).as("after %d", applied).isTrue();
        }
    }

    private List<String> subjects() {
        return state.associations().ofResource("O").stream()
                .map(each -> each.key().associationType() + " " + each.key().subject())
                .toList();
    }

    @Test
    void movesATopicToAnotherSubjectInOneWrite() {
        // Given
        write(steps(wish(true, "value", "s"), wish(true, "key", "s")));

        // When
        assertThat(steps(wish(true, "value", "s2")).isAccepted()).isFalse();
        write(steps(new Ending("value", false), wish(true, "value", "s2"), new Ending("key", false)));

        // Then
        assertThat(subjects()).containsExactly("value s2");
    }

    @Test
    void takesStepsInTheirOrder() {
        // When
        write(steps(wish(true, "value", "s"), new Ending("value", false), wish(false, "key", "s2")));

        // Then
        assertThat(subjects()).containsExactly("key s2");
        assertThat(steps(new Ending("value", false)).isAccepted()).isTrue();
    }

    @Test
    void leavesEverythingAsItIsIfOneStepIsRefused() {
        // Given
        write(steps(wish(true, "value", "s")));

        // Then
        assertThat(steps(new Ending("value", false), wish(true, "key", "none")).isAccepted())
                .isFalse();
        assertThat(steps(wish(true, "key", "s"), wish(true, "key", "s2")).isAccepted())
                .isFalse();
        assertThat(subjects()).containsExactly("value s");
    }

    @Test
    void writesAnAssociationThatGoesAndComesAgainOnce() {
        // Given
        write(steps(wish(true, "value", "s")));

        // When
        Decision<Proposal<List<Association>>> again = steps(new Ending("value", false), wish(true, "value", "s"));

        // Then
        assertThat(records(again)).singleElement().isInstanceOf(RegistryRecord.AssociationWritten.class);
    }

    @Test
    void endsAFrozenAssociationOnlyWithItsSubject() {
        // Given
        own();

        // Then
        assertThat(refusal(steps(new Ending("value", false))).code()).isEqualTo(RegistryErrorCode.ASSOCIATION_FROZEN);

        // When
        write(steps(new Ending("value", true), wish(true, "value", "s")));

        // Then
        assertThat(isGone()).isTrue();
        assertThat(subjects()).containsExactly("value s");
    }

    /** The schema would be registered before the steps are taken, and deleted by the first of them. */
    @Test
    void doesNotEndASubjectAndAssociateItInOneRequest() {
        // Given
        Association owner = own();
        for (int version = 2; version <= 3; version++) {
            new RegistryRecord.VersionErased(new VersionKey(OWNED, version)).replay(state);
        }
        SchemaContent content = SchemaContent.avro("{\"type\":\"fixed\",\"name\":\"F\",\"size\":1}");
        Wish again = new Wish(
                true,
                "value",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(SchemaCandidate.of(content)));

        // Then
        assertThat(refusal(steps(new Ending("value", true), again)).message()).contains("cascadeLifecycle", OWNED);
        assertThat(state.associations().ofResource("O")).containsExactly(owner);
    }
}
