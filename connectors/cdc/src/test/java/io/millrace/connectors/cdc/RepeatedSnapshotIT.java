package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestingPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RepeatedSnapshotIT {

    private static final int ROWS = 2000;
    private static final int TOLD_BEFORE_THE_KILL = 300;
    private static final String LAST_CODE = "last";

    /** Does not compress, so it leaves the row, and updates of other columns leave it out. */
    private static final String LARGE_TEXT = "(SELECT string_agg(md5(i::text), '') FROM generate_series(1, 300) i)";

    private static final String END_OTHER_SESSIONS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private static TestingPostgres postgres;

    private final FoldedTopics warehouse = new FoldedTopics();
    private final Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();

    @BeforeAll
    static void startServer() {
        postgres = TestingPostgres.start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Test
    void tellsOfRowsDeletedAfterAKillThatLeftNoOffset() throws Exception {
        // Given
        Map<String, String> settings = settings(sourceWithRows("no_offset"));

        // When
        captureUntilKilled(settings, RunningCapture::pollWithoutOffsets);
        assertThat(offsets).isEmpty();
        changeRows("no_offset");
        captureToTheEnd(settings);

        // Then
        assertWarehouseEqualsSource("no_offset");
    }

    @Test
    void tellsOfRowsDeletedAfterAKillWithAnOffsetFromTheMiddle() throws Exception {
        // Given
        Map<String, String> settings = settings(sourceWithRows("in_progress"));

        // When
        captureUntilKilled(settings, RunningCapture::pollOnce);
        assertThat(offsets.values())
                .singleElement()
                .extracting(offset -> offset.get("snapshot_completed"))
                .isEqualTo(false);
        changeRows("in_progress");
        captureToTheEnd(settings);

        // Then
        assertWarehouseEqualsSource("in_progress");
    }

    @Test
    void tellsOfRowsDeletedAfterAKillAlthoughASecondKillHitsWhatFollowsTheSnapshot() throws Exception {
        // Given
        Map<String, String> settings = settings(sourceWithRows("twice"));
        captureUntilKilled(settings, RunningCapture::pollWithoutOffsets);
        changeRows("twice");

        // When
        try (RunningCapture capture = RunningCapture.start(settings, offsets)) {
            warehouse.apply(capture.pollUntil(polled -> polled.sourceOffset().containsKey(Replay.OFFSET_KEY)));
        }
        captureToTheEnd(settings);

        // Then
        assertWarehouseEqualsSource("twice");
        assertThat(offsets.values()).noneMatch(offset -> offset.containsKey(Replay.OFFSET_KEY));
    }

    @Test
    void tellsOfRowsDeletedAfterTheServerEndedTheSessionOfTheSnapshot() throws Exception {
        // Given
        Map<String, String> settings = settings(sourceWithRows("ended"));

        // When
        try (RunningCapture capture = RunningCapture.start(settings, offsets)) {
            capture.pollUntil(isOfItem(settings, polled -> true));
            changeRows("ended");
            postgres.executeIn("ended", END_OTHER_SESSIONS);
            capture.pollUntil(polled -> polled.sourceOffset().containsKey(Replay.OFFSET_KEY));
            postgres.executeIn("ended", "INSERT INTO item VALUES ('" + LAST_CODE + "', 'last')");
            warehouse.apply(capture.pollUntil(isOfItem(settings, RepeatedSnapshotIT::isInsertOfLast)));
        }

        // Then
        assertWarehouseEqualsSource("ended");
    }

    @Test
    void tellsOfRowsDeletedWhileAConnectorWasDownThatAlwaysTakesASnapshot() throws Exception {
        // Given
        Map<String, String> settings = settings(sourceWithRows("always"));
        settings.put("snapshot.mode", "always");
        captureToTheEnd(settings);
        postgres.executeIn("always", "DELETE FROM item WHERE code = '" + LAST_CODE + "'");

        // When
        changeRows("always");
        captureToTheEnd(settings);

        // Then
        assertWarehouseEqualsSource("always");
    }

    /** So does Debezium: should it ever tell of them, our part can go. */
    @Test
    void leavesDeletedRowsToTheConsumersWhenSwitchedOff() throws Exception {
        // Given
        Map<String, String> settings = settings(sourceWithRows("off"));
        settings.put(OwnSettings.SNAPSHOT_RESUMES_FROM_SLOT, "false");

        // When
        captureUntilKilled(settings, RunningCapture::pollOnce);
        changeRows("off");
        captureToTheEnd(settings);

        // Then
        assertThat(warehouse.rows("off.public.item"))
                .containsAll(source("off", "item"))
                .hasSizeGreaterThan(source("off", "item").size());
    }

    private static String sourceWithRows(String database) {
        postgres.createDatabase(database);
        postgres.executeIn(
                database,
                // Snapshots go by name, so the rows of this one are all told before the kill.
                "CREATE TABLE emptied (code text PRIMARY KEY)",
                "INSERT INTO emptied SELECT n FROM generate_series(1, 10) n",
                "CREATE TABLE item (code text PRIMARY KEY, note text)",
                "INSERT INTO item SELECT n, 'first' FROM generate_series(1, " + ROWS + ") n",
                "CREATE TABLE job (id int PRIMARY KEY, note text, large text)",
                "INSERT INTO job SELECT n, 'todo', " + LARGE_TEXT + " FROM generate_series(1, 20) n");
        return database;
    }

    /** Of rows that were told already and of rows that were not. */
    private static void changeRows(String database) {
        postgres.executeIn(
                database,
                "DELETE FROM emptied",
                "DELETE FROM item WHERE code::int % 10 = 1",
                "UPDATE item SET note = 'second' WHERE code::int % 10 = 2",
                "UPDATE item SET code = 'moved ' || code WHERE code::int % 10 = 3",
                "WITH gone AS (DELETE FROM item WHERE code ~ '^[0-9]+4$' RETURNING code)"
                        + " SELECT count(*) FROM gone",
                "INSERT INTO item SELECT n, 'again' FROM generate_series(4, 104, 10) n ON CONFLICT DO NOTHING",
                "UPDATE job SET note = 'done' WHERE id > 5",
                "DELETE FROM job WHERE id > 10");
    }

    private void captureUntilKilled(Map<String, String> settings, Poll poll) throws Exception {
        try (RunningCapture capture = RunningCapture.start(settings, offsets)) {
            int told = 0;
            while (told < TOLD_BEFORE_THE_KILL) {
                List<SourceRecord> polled = poll.from(capture);
                warehouse.apply(polled);
                told += polled.size();
            }
            assertThat(told).as("rows told by the first attempt").isLessThan(ROWS);
        }
    }

    private void captureToTheEnd(Map<String, String> settings) throws Exception {
        try (RunningCapture capture = RunningCapture.start(settings, offsets)) {
            capture.pollUntil(isOfItem(settings, polled -> true));
            postgres.executeIn(settings.get("name"), "INSERT INTO item VALUES ('" + LAST_CODE + "', 'last')");
            warehouse.apply(capture.pollUntil(isOfItem(settings, RepeatedSnapshotIT::isInsertOfLast)));
        }
    }

    private static Predicate<SourceRecord> isOfItem(Map<String, String> settings, Predicate<SourceRecord> rest) {
        String topic = settings.get("topic.prefix") + ".public.item";
        return polled -> polled.topic().equals(topic) && rest.test(polled);
    }

    private static boolean isInsertOfLast(SourceRecord polled) {
        return polled.value() instanceof Struct change
                && change.getString("op").equals("c")
                && change.getStruct("after").getString("code").equals(LAST_CODE);
    }

    private void assertWarehouseEqualsSource(String database) {
        assertThat(warehouse.rows(database + ".public.item")).isEqualTo(source(database, "item"));
        assertThat(warehouse.rows(database + ".public.emptied")).isEqualTo(source(database, "emptied"));
        assertThat(warehouse.rows(database + ".public.job")).isEqualTo(source(database, "job"));
    }

    private static Set<String> source(String database, String table) {
        Set<String> rows = new TreeSet<>();
        postgres.queryIn(database, "SELECT replace(t::text, '\"', '') FROM " + table + " t")
                .forEach(row -> rows.add(row.get(0)));
        return rows;
    }

    private static Map<String, String> settings(String database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("name", database);
        settings.put("topic.prefix", database);
        settings.put("database.hostname", postgres.host());
        settings.put("database.port", Integer.toString(postgres.port()));
        settings.put("database.user", postgres.user());
        settings.put("database.password", postgres.password());
        settings.put("database.dbname", database);
        // Small enough that a kill after a few batches is in the middle of the snapshot.
        settings.put("max.batch.size", "50");
        settings.put("max.queue.size", "100");
        settings.put("snapshot.fetch.size", "50");
        settings.put("poll.interval.ms", "1");
        settings.put("executor.shutdown.timeout.ms", "100");
        settings.put("retriable.restart.connector.wait.ms", "100");
        return settings;
    }

    @FunctionalInterface
    private interface Poll {
        List<SourceRecord> from(RunningCapture capture) throws InterruptedException;
    }
}
