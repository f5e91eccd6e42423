package io.millrace.registry.model.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.registry.model.SchemaContent;
import io.millrace.registry.model.SchemaReference;
import io.millrace.registry.model.SchemaVersion;
import io.millrace.registry.model.VersionKey;
import io.millrace.registry.model.record.RegistryRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TriedRecordsTest {
    private static final List<String> CONTEXTS = List.of(".", ".c", ".d");
    private static final List<String> SUBJECTS = List.of("s", "t", ":.c:s", ":.d:s");
    private static final int VERSIONS = 4;
    private static final int IDS = 8;
    private static final int ROUNDS = 3_000;
    /** Of a state that has everything, nothing new can be tried. */
    private static final int ROUNDS_PER_STATE = 10;

    private RegistryState state = new RegistryState();

    private static RegistryRecord version(String subject, int version, int id) {
        return new RegistryRecord.VersionWritten(
                new SchemaVersion(subject, version, id, SchemaContent.avro("\"text-" + id + '"'), false));
    }

    private static RegistryRecord referring(String subject, int version, int id, String to) {
        SchemaContent content =
                SchemaContent.avro("\"refers\"").withReferences(List.of(new SchemaReference("n", to, 1)));
        return new RegistryRecord.VersionWritten(new SchemaVersion(subject, version, id, content, false));
    }

    private static RegistryRecord random(Random random) {
        String subject = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        int version = 1 + random.nextInt(VERSIONS);
        return switch (random.nextInt(8)) {
            case 0 -> new RegistryRecord.VersionErased(new VersionKey(subject, version));
            case 1 ->
                new RegistryRecord.ContextWritten(CONTEXTS.get(random.nextInt(CONTEXTS.size())), random.nextBoolean());
            case 2 -> referring(subject, version, IDS, SUBJECTS.get(random.nextInt(2)));
            case 3 ->
                new RegistryRecord.HighestIdsMarked(
                        new TreeMap<>(Map.of(CONTEXTS.get(random.nextInt(3)), random.nextInt(IDS))));
            default -> version(subject, version, 1 + random.nextInt(IDS - 1));
        };
    }

    /** All that questions can tell. */
    private List<Object> everything() {
        List<Object> all = new ArrayList<>(List.of(state.contexts(), state.highestIds(), state.needsMark()));
        for (String subject : SUBJECTS) {
            all.add(state.versions(subject));
            all.add(state.latest(subject));
            for (int version = 1; version <= VERSIONS; version++) {
                VersionKey key = new VersionKey(subject, version);
                all.add(state.referrers(key));
                all.add(state.writtenAtMs(key));
            }
        }
        for (String context : CONTEXTS) {
            for (int id = 1; id <= IDS; id++) {
                Optional<SchemaContent> content = state.content(context, id);
                SchemaContent asked = SchemaContent.avro("\"text-" + id + '"');
                all.addAll(List.of(
                        content,
                        state.users(context, id),
                        state.idOf(context, asked),
                        state.lowestIdOf(context, asked.guid())));
            }
        }
        return all;
    }

    @Test
    void leavesNoTrace() {
        Random random = new Random(1);
        int tries = 0;
        for (int round = 0; round < ROUNDS; round++) {
            state = round % ROUNDS_PER_STATE == 0 ? new RegistryState() : state;
            random(random).replay(state);
            List<Object> before = everything();
            try (TriedRecords tried = new TriedRecords(state)) {
                while (tried.add(List.of(random(random)))) {
                    tries++;
                    assertThat(everything()).isNotEqualTo(before);
                }
            }
            assertThat(everything()).isEqualTo(before);
        }
        assertThat(tries).isGreaterThan(ROUNDS / 10);
    }

    @Test
    void showsWhatIsTriedUntilItIsTakenBack() {
        // Given
        version("s", 1, 1).replay(state);

        // When
        try (TriedRecords tried = new TriedRecords(state)) {
            boolean all = tried.add(List.of(new RegistryRecord.ContextWritten(".c", true), version(":.c:s", 1, 3)));

            // Then
            assertThat(all).isTrue();
            assertThat(state.highestId(".c")).isEqualTo(3);
            assertThat(state.contexts()).containsExactly(".", ".c");
        }
        assertThat(state.highestIds()).containsOnlyKeys(".");
        assertThat(state.contexts()).containsExactly(".");
        assertThat(state.versions("s")).hasSize(1);
    }

    @Test
    void triesOnlyWhatItCanTakeBack() {
        // Given
        version("s", 1, 1).replay(state);

        // Then
        for (RegistryRecord record : List.of(
                version("s", 1, 1),
                version("s", 1, 2),
                referring("t", 1, 1, "s"),
                new RegistryRecord.VersionErased(new VersionKey("s", 1)),
                new RegistryRecord.ConfigWritten("s", Optional.empty()),
                new RegistryRecord.ModeWritten("s", Optional.empty()),
                new RegistryRecord.SubjectDeleted("s", 1),
                new RegistryRecord.ContextWritten(".c", false),
                new RegistryRecord.ContextWritten(".", true))) {
            List<Object> before = everything();
            try (TriedRecords tried = new TriedRecords(state)) {
                assertThat(tried.add(List.of(record))).as("%s", record).isFalse();
            }
            assertThat(everything()).isEqualTo(before);
        }
    }
}
