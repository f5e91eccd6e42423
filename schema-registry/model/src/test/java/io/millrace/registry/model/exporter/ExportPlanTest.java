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

    @Test
    void whatCountsIsTheStateAndNotTheRecord() {
        RegistryRecord gone = written("gone", 1);
        RegistryRecord deleted = written("deleted", 1);
        replayed(new RegistryRecord.VersionErased(new VersionKey("gone", 1)));
        replayed(new RegistryRecord.VersionWritten(
                state.version(new VersionKey("deleted", 1)).orElseThrow().softlyDeleted()));

        ExportPlan plan = plan("*", gone, deleted);

        assertThat(subjects(plan)).containsExactly("deleted");
        assertThat(plan.deleted()).containsExactly(new VersionKey("deleted", 1));
        assertThat(plan.erased()).containsExactly(new VersionKey("gone", 1));
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
