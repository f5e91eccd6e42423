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
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
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
        Wish wish = new Wish(type, Optional.of(subject), Optional.empty(), Optional.empty(), Optional.empty());
        return new ChangeAssociations(
                        reader, new AssociationRequest(name, namespace, Optional.of(id), List.of(wish)), true)
                .decide(() -> UUID.randomUUID().toString());
    }

    private void write(Decision<Proposal<List<Association>>> decision) {
        Proposal<List<Association>> proposal = decision.fold(value -> value, refused -> {
            throw new AssertionError(refused.toString());
        });
        proposal.records().forEach(record -> record.replay(state));
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
        return ChangeAssociations.delete(state, List.of(owner), true).fold(Proposal::records, refused -> {
            throw new AssertionError(refused.toString());
        });
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
}
