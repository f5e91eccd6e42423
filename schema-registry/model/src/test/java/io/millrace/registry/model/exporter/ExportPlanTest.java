package io.millrace.registry.model.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.CompatibilityLevel;
import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.SubjectConfig;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.RegistryRecord;
import io.millrace.registry.model.state.RegistryState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExportPlanTest {
    private final RegistryState state = new RegistryState();
    private int ids;

    private RegistryRecord written(String subject, int version, String... referenced) {
        List<SchemaReference> references = Arrays.stream(referenced)
                .map(each -> new SchemaReference(each, each, 1))
                .toList();
        ids++;
        RegistryRecord record = new RegistryRecord.VersionWritten(new SchemaVersion(
                subject,
                version,
                ids,
                new SchemaContent("AVRO", "text " + ids, references, Optional.empty(), Optional.empty()),
                false));
        record.replay(state);
        return record;
    }

    private RegistryRecord replayed(RegistryRecord record) {
        record.replay(state);
        return record;
    }

    private ExportPlan plan(String selection, RegistryRecord... records) {
        Touched touched = new Touched(SubjectSelection.of(List.of(selection)).orElseThrow());
        Stream.of(records).forEach(touched::add);
        return ExportPlan.of(state, touched);
    }

    private static List<String> subjects(ExportPlan plan) {
        return plan.present().stream().map(SchemaVersion::subject).toList();
    }

    @Test
    void whatIsReferredToComesFirstEvenIfItIsNotSelected() {
        written("c", 1);
        written("b", 1, "c");
        RegistryRecord top = written("a", 1, "b", "c");
        RegistryRecord other = written("other", 1);

        assertThat(subjects(plan("a", other, top))).containsExactly("c", "b", "a");
    }

    @Test
    void noRecordTellsOfWhatIsThereOnlyForOthersSoItIsComparedAndDeletedWithThem() {
        written("live", 1);
        written("base", 1);
        RegistryRecord top = written("a", 1, "live", "base");
        SchemaVersion base = state.version(new VersionKey("base", 1)).orElseThrow();
        replayed(new RegistryRecord.VersionWritten(
                new SchemaVersion(base.subject(), base.version(), base.id(), base.content(), true)));

        ExportPlan plan = plan("a", top);

        assertThat(plan.replaced())
                .containsOnly(
                        Map.entry(base.key(), base.id()),
                        Map.entry(
                                new VersionKey("live", 1),
                                state.version(new VersionKey("live", 1))
                                        .orElseThrow()
                                        .id()));
        assertThat(plan.deleted()).containsExactly(base.key());
    }

    @Test
    void aLongChainOfReferencesAndACircleEnd() {
        written("s0", 1, "s19999");
        for (int i = 1; i < 20_000; i++) {
            written("s" + i, 1, "s" + (i - 1));
        }

        List<String> subjects = subjects(plan(
                "*",
                replayed(new RegistryRecord.VersionWritten(
                        state.version(new VersionKey("s19999", 1)).orElseThrow()))));

        assertThat(subjects).hasSize(20_000).startsWith("s0", "s1").endsWith("s19999");
    }

    private RegistryRecord softly(String subject) {
        return replayed(new RegistryRecord.VersionWritten(
                state.version(new VersionKey(subject, 1)).orElseThrow().softlyDeleted()));
    }

    private RegistryRecord erasing(String subject) {
        return replayed(new RegistryRecord.VersionErased(new VersionKey(subject, 1)));
    }

    @Test
    void whatThereIsCountsInTheStateAndADeletionWhenItsRecordComes() {
        RegistryRecord gone = written("gone", 1);
        RegistryRecord goneSoftly = softly("gone");
        RegistryRecord erased = erasing("gone");
        RegistryRecord base = written("base", 1);
        RegistryRecord user = written("user", 1, "base");
        RegistryRecord userSoftly = softly("user");
        RegistryRecord baseSoftly = softly("base");

        ExportPlan first = plan("*", gone, base);
        assertThat(subjects(first)).containsExactly("base");
        assertThat(first.deleted()).as("a user may still come").isEmpty();
        assertThat(first.erased()).isEmpty();
        ExportPlan second = plan("*", goneSoftly, user, userSoftly, baseSoftly, erased);
        assertThat(subjects(second)).containsExactly("base", "user");
        assertThat(second.deleted()).containsExactly(new VersionKey("user", 1), new VersionKey("base", 1));
        assertThat(second.erased()).containsExactly(new VersionKey("gone", 1));
        assertThat(plan("*", goneSoftly).deleted()).containsExactly(new VersionKey("gone", 1));
    }

    @Test
    void anotherSchemaUnderANumberReplacesTheOneThatWentForGood() {
        RegistryRecord former = written("a", 1);
        RegistryRecord formerSoftly = softly("a");
        RegistryRecord erased = erasing("a");
        RegistryRecord later = written("a", 1);

        ExportPlan before = plan("*", former, formerSoftly);
        assertThat(before.present())
                .as("it has an id that another schema has now")
                .isEmpty();
        assertThat(before.deleted()).as("this would be the later one").isEmpty();
        ExportPlan between = plan("*", formerSoftly, erased);
        assertThat(between.present()).isEmpty();
        assertThat(between.replaced()).isEqualTo(Map.of(new VersionKey("a", 1), 2));
        ExportPlan whole = plan("*", former, formerSoftly, erased, later);
        assertThat(subjects(whole)).containsExactly("a");
        assertThat(whole.deleted()).isEmpty();
        assertThat(whole.erased()).isEmpty();
        assertThat(whole.replaced()).isEqualTo(Map.of(new VersionKey("a", 1), 2));
    }

    @Test
    void deletionsOfWholeSubjectsByPeersAreThoseOfTheirVersions() {
        written("a", 1);
        written("a", 2);
        RegistryRecord deletion = replayed(new RegistryRecord.SubjectDeleted("a", 1));

        ExportPlan deleted = plan("*", deletion);
        ExportPlan cleared = plan("*", replayed(new RegistryRecord.SubjectCleared("a")));

        assertThat(deleted.deleted()).containsExactly(new VersionKey("a", 1));
        assertThat(cleared.cleared()).isEqualTo(Map.of("a", Set.of(2)));
    }

    @Test
    void settingsAreThoseOfSelectedSubjectsAlone() {
        SubjectConfig config = SubjectConfig.of(CompatibilityLevel.FULL);
        ExportPlan plan = plan(
                "*",
                replayed(new RegistryRecord.ConfigWritten("a", Optional.of(config))),
                replayed(new RegistryRecord.ConfigWritten("b", Optional.empty())),
                replayed(new RegistryRecord.ConfigWritten(":.c:", Optional.of(config))),
                replayed(new RegistryRecord.ConfigWritten("", Optional.of(config))));

        assertThat(plan.configs()).isEqualTo(Map.of("a", Optional.of(config), "b", Optional.empty()));
    }
}
