package io.millrace.connectors.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.TestingPostgres;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CaptureIT {

    private static final String LARGE = "x".repeat(20);

    private static TestingPostgres postgres;

    @BeforeAll
    static void startServer() {
        postgres = TestingPostgres.start();
    }

    @AfterAll
    static void stopServer() {
        postgres.close();
    }

    @Test
    void snapshotsAndStreamsAnAwkwardTable() throws Exception {
        // Given
        String database = postgres.createDatabase("awkward");
        postgres.executeIn(
                database,
                "CREATE TYPE mood AS ENUM ('calm', 'cross')",
                """
                CREATE TABLE item (tenant int, code text, amount numeric, doc jsonb, tags text[], grid int[],
                  at timestamptz, due timestamp(3), at_noon time, mood mood, big text, span interval, raw bytea,
                  id uuid, PRIMARY KEY (tenant, code))""",
                "INSERT INTO item " + row("snap", "12345678901234567890.123456789"));
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();

        try (RunningCapture capture = RunningCapture.start(settings(database), offsets)) {
            // When
            capture.pollUntil(polled -> isChangeOf(polled, "snap"));
            postgres.executeIn(
                    database,
                    "INSERT INTO item " + row("live", "'NaN'"),
                    "UPDATE item SET amount = 1 WHERE code = 'snap'",
                    "DELETE FROM item WHERE code = 'snap'",
                    "TRUNCATE item",
                    "INSERT INTO item " + row("end", "0.10"));
            List<SourceRecord> seen = capture.pollUntil(polled -> isChangeOf(polled, "end"));

            // Then
            List<Struct> changes = seen.stream()
                    .filter(polled -> polled.topic().equals("awkward.public.item") && polled.value() != null)
                    .map(polled -> (Struct) polled.value())
                    .toList();
            assertThat(changes.stream().map(change -> change.getString("op")))
                    .containsExactly("r", "c", "u", "d", "t", "c");
            Struct snapshot = changes.get(0).getStruct("after");
            assertThat(snapshot.get("amount")).isEqualTo("12345678901234567890.123456789");
            assertThat(snapshot.get("span")).isEqualTo("P0Y1M2DT3H4M5.5S");
            assertThat(snapshot.get("mood")).isEqualTo("calm");
            assertThat(snapshot.get("tags")).isEqualTo(List.of("a", "b c"));
            assertThat(snapshot.get("doc")).isEqualTo("{\"k\": [1, null]}");
            assertThat(snapshot.get("at")).isEqualTo("2026-01-02T02:04:05.123456Z");
            assertThat(snapshot.get("due")).isEqualTo(1767323045_123000L);
            assertThat(changes.get(1).getStruct("after").get("amount")).isEqualTo("NAN");
            assertThat(changes.get(2).getStruct("after").get("big")).isEqualTo("__debezium_unavailable_value");
            assertThat(changes.get(2).getStruct("transaction").getInt64("total_order"))
                    .isEqualTo(1);
            assertThat(seen)
                    .anyMatch(polled -> polled.topic().equals("awkward.public.item")
                            && polled.value() == null
                            && ((Struct) polled.key()).getString("code").equals("snap"));
            assertThat(snapshot.schema().field("amount").schema().parameters())
                    .containsEntry("__debezium.source.column.type", "NUMERIC");
        }
    }

    @Test
    void continuesAfterARestartWithoutLossAndWithoutTheHeartbeatsOwnMessages() throws Exception {
        // Given
        String database = postgres.createDatabase("restarted");
        postgres.executeIn(database, "CREATE TABLE item (code text PRIMARY KEY)", "INSERT INTO item VALUES ('snap')");
        Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();
        Map<String, String> settings = settings(database);
        settings.put("heartbeat.interval.ms", "200");
        try (RunningCapture capture = RunningCapture.start(settings, offsets)) {
            capture.pollUntil(polled -> isChangeOf(polled, "snap"));
            postgres.executeIn(database, "INSERT INTO item VALUES ('one')");
            capture.pollUntil(polled -> isChangeOf(polled, "one"));
        }

        // When
        postgres.executeIn(database, "INSERT INTO item VALUES ('two')");
        try (RunningCapture capture = RunningCapture.start(settings, offsets)) {
            postgres.executeIn(database, "INSERT INTO item VALUES ('three')");
            List<SourceRecord> seen = capture.pollUntil(polled -> isChangeOf(polled, "three"));

            // Then
            assertThat(seen.stream()
                            .filter(polled -> polled.topic().endsWith(".item"))
                            .map(CaptureIT::code))
                    .containsExactly("two", "three");
            assertThat(seen).noneMatch(polled -> polled.topic().endsWith(".message"));
        }
    }

    @Test
    void movesTheSlotForwardWhileTheCapturedTablesAreIdle() throws Exception {
        // Given
        String database = postgres.createDatabase("idle");
        postgres.executeIn(database, "CREATE TABLE item (code text PRIMARY KEY)", "CREATE TABLE noise (n int)");
        Map<String, String> settings = settings(database);
        settings.put("table.include.list", "public.item");
        settings.put("heartbeat.interval.ms", "100");
        settings.put("status.update.interval.ms", "200");
        try (RunningCapture capture = RunningCapture.start(settings, new HashMap<>())) {
            capture.pollUntil(polled -> polled.topic().startsWith("__debezium-heartbeat"));

            // When
            postgres.executeIn(database, "INSERT INTO noise SELECT generate_series(1, 10000)");
            String written =
                    postgres.query("SELECT pg_current_wal_lsn()").get(0).get(0);

            // Then
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (!isConfirmed("millrace_idle", written)) {
                assertThat(System.nanoTime()).as("the slot stays behind").isLessThan(deadline);
                capture.pollOnce();
            }
        }
    }

    private static boolean isConfirmed(String slot, String position) {
        return postgres.query("SELECT confirmed_flush_lsn >= '" + position
                        + "' FROM pg_replication_slots WHERE slot_name = '" + slot + "'")
                .get(0)
                .get(0)
                .equals("t");
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
        return settings;
    }

    private static String row(String code, String amount) {
        // Random text does not compress, so it leaves the row for the TOAST table.
        return "SELECT 7, '" + code + "', " + amount + ", '{\"k\": [1, null]}', ARRAY['a', 'b c'], ARRAY[1, NULL, 3],"
                + " '2026-01-02 03:04:05.123456+01', '2026-01-02 03:04:05.123', '12:00', 'calm',"
                + " (SELECT string_agg(md5(i::text || '" + LARGE + "'), '') FROM generate_series(1, 600) i),"
                + " '1 mon 2 days 03:04:05.5', '\\xdeadbeef', '6f1ed002-ab59-4d9b-8d5e-000000000001'";
    }

    private static boolean isChangeOf(SourceRecord polled, String code) {
        return polled.topic().endsWith(".item") && code.equals(code(polled));
    }

    private static String code(SourceRecord polled) {
        return polled.key() == null ? null : ((Struct) polled.key()).getString("code");
    }
}
