package io.millrace.registry.model.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.Visibility;
import io.millrace.registry.model.avro.AvroKind;
import io.millrace.registry.model.avro.AvroLimits;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.schema.SchemaKinds;
import io.millrace.registry.model.state.RegistryState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which ids and versions registering gives, where the guid does not tell contents apart or the numbers end. */
class RegisteringNumbersTest {
    private static final int MAX = Integer.MAX_VALUE;

    private final RegistryState state = new RegistryState();
    private final SchemaReader reader =
            new SchemaReader(state, new SchemaKinds(List.of(new AvroKind(AvroLimits.standard()), new TextKind())));

    private Decision<Proposal<SchemaVersion>> decide(String subject, SchemaContent content, int version, int id) {
        return new RegisterSchema(reader, CompatibilityLevel.NONE, subject)
                .decide(new SchemaCandidate(content, version, id, false));
    }

    private SchemaVersion register(String subject, SchemaContent content, int version, int id) {
        Proposal<SchemaVersion> proposal = decide(subject, content, version, id).fold(value -> value, refused -> {
            throw new AssertionError(refused.toString());
        });
        assertThat(proposal.records().stream().map(record -> record.replay(state)))
                .containsOnly(RegistryRecord.Outcome.APPLIED);
        return proposal.response();
    }

    private SchemaVersion register(String subject, SchemaContent content) {
        return register(subject, content, 0, 0);
    }

    private Decision.Refused<?> refusal(String subject, SchemaContent content, int version, int id) {
        return decide(subject, content, version, id)
                .<Decision.Refused<?>>fold(
                        value -> {
                            throw new AssertionError("accepted " + value);
                        },
                        refused -> refused);
    }

    private static SchemaContent text(String text, SchemaReference... references) {
        return new SchemaContent("TEXT", text, List.of(references), Optional.empty(), Optional.empty());
    }

    private void write(String subject, int version, int id, SchemaContent content) {
        new RegistryRecord.VersionWritten(new SchemaVersion(subject, version, id, content, false)).replay(state);
    }

    private void importInto(String subject) {
        new RegistryRecord.ModeWritten(subject, Optional.of(RegistryMode.IMPORT)).replay(state);
    }

    @Test
    void givesTypesThatShareAGuidAnIdEach() {
        // Given
        SchemaContent avro = SchemaContent.avro("\"int\"");
        SchemaContent same = text("\"int\"");
        assertThat(same.guid()).isEqualTo(avro.guid());

        // When
        int first = register("a", avro).id();
        int second = register("t", same).id();

        // Then
        assertThat(second).isNotEqualTo(first);
        assertThat(register("a2", avro).id()).isEqualTo(first);
        assertThat(register("t2", same).id()).isEqualTo(second);
        assertThat(FindById.idsOfGuid(state, avro.guid())).containsEntry(".", first);
    }

    @Test
    void givesReferencesThatShareAGuidAnIdEachAndKeepsTheDeletedRow() {
        // Given
        write("bc", 1, 1, text("one"));
        write("c", 1, 2, text("two"));
        SchemaContent first = text("S", new SchemaReference("a", "bc", 1));
        SchemaContent second = text("S", new SchemaReference("ab", "c", 1));
        assertThat(second.guid()).isEqualTo(first.guid());
        SchemaVersion deleted = register("s", first).softlyDeleted();
        new RegistryRecord.VersionWritten(deleted).replay(state);

        // When
        SchemaVersion registered = register("s", second);

        // Then
        assertThat(registered.id()).isNotEqualTo(deleted.id());
        assertThat(state.versions("s", Visibility.WITH_DELETED)).containsExactly(deleted, registered);
    }

    @Test
    void importsNoNumberAfterWhichThereIsNone() {
        // Given
        importInto("s");

        // Then
        assertThat(refusal("s", SchemaContent.avro("\"int\""), 1, MAX).code())
                .isEqualTo(RegistryErrorCode.OPERATION_NOT_PERMITTED);
        assertThat(refusal("s", SchemaContent.avro("\"int\""), MAX, 1).code())
                .isEqualTo(RegistryErrorCode.INVALID_VERSION);
        assertThat(register("s", SchemaContent.avro("\"int\""), MAX - 1, MAX - 1)
                        .version())
                .isEqualTo(MAX - 1);
        assertThat(refusal("s", SchemaContent.avro("\"long\""), 0, 5).message())
                .contains("no version left", Integer.toString(MAX - 1));
    }

    @Test
    void refusesWhatHasNoIdLeftButNotWhatHasOne() {
        // Given
        SchemaContent known = SchemaContent.avro("\"int\"");
        write("peer", 1, MAX, known);

        // Then
        Decision.Refused<?> refused = refusal("s", SchemaContent.avro("\"long\""), 0, 0);
        assertThat(refused.code()).isEqualTo(RegistryErrorCode.OPERATION_NOT_PERMITTED);
        assertThat(refused.message()).contains("no id left", Integer.toString(MAX));
        assertThat(register("s", known).id()).isEqualTo(MAX);
        assertThat(register(":.c:s", SchemaContent.avro("\"long\"")).id()).isEqualTo(1);
    }

    @Test
    void refusesASubjectThatHasNoVersionLeft() {
        // Given
        write("s", MAX, 1, SchemaContent.avro("\"int\""));

        // Then
        Decision.Refused<?> refused = refusal("s", SchemaContent.avro("\"long\""), 0, 0);
        assertThat(refused.code()).isEqualTo(RegistryErrorCode.OPERATION_NOT_PERMITTED);
        assertThat(refused.message()).contains("no version left", Integer.toString(MAX));
    }
}
