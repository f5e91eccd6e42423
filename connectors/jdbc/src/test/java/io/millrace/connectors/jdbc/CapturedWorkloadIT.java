package io.millrace.connectors.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real source with large values, changes of key, truncates and DDL, captured and written: both tables must be equal. */
@ExtendWith(Warehouse.Extension.class)
class CapturedWorkloadIT {
    private static final String BIG =
            "(SELECT string_agg(md5((random() * g)::text), '') FROM generate_series(1, 300) g)";

    private final InMemoryTopics topics = new InMemoryTopics();

    @ParameterizedTest
    @CsvSource({"1,1", "3,3", "4,5"})
    void keepsLargeValuesThroughUpdatesAndChangesOfKey(long seed, int partitions, Warehouse warehouse)
            throws Exception {
        // Given
        Random random = new Random(seed);
        String source =
                source(warehouse, "CREATE TABLE t (id int PRIMARY KEY, n int, big text, tags text[], doc jsonb)");
        try (CapturedSource capture = new CapturedSource(warehouse.server(), source, topics, partitions)) {
            warehouse.server().executeIn(source, workload(random, 200).toArray(String[]::new));
            warehouse.server().executeIn(source, "INSERT INTO marker VALUES (1)");
            capture.captureUntil(1);
        }

        // When
        for (int restart = 0; restart < 5; restart++) {
            SinkTaskDriver killed = start(warehouse, random);
            for (int i = 0; i < 3; i++) {
                killed.poll(1 + random.nextInt(40));
            }
        }
        SinkTaskDriver last = start(warehouse, random);
        last.drain(1 + random.nextInt(40));
        last.stop();

        // Then
        assertThat(warehouse.value("SELECT count(*) FROM t WHERE big LIKE '\\_\\_debezium%'"))
                .isEqualTo("0");
        assertSame(warehouse, source, "SELECT id, n, md5(big), md5(tags::text), md5(doc::text) FROM t ORDER BY id");
    }

    private SinkTaskDriver start(Warehouse warehouse, Random random) {
        String copyMinRows = Integer.toString(random.nextInt(6));
        return new SinkTaskDriver(
                        new JdbcSinkTask(),
                        topics,
                        new ScriptedSinkContext(warehouse.config("copy.min.rows", copyMinRows)))
                .start();
    }

    @Test
    void followsDdlOfTheSource(Warehouse warehouse) throws Exception {
        // Given
        String source = source(
                warehouse,
                "CREATE TABLE t (id smallint PRIMARY KEY, a smallint NOT NULL, r real, v varchar(5), n numeric(6,2),"
                        + " gone text NOT NULL, ts timestamp(0))",
                "INSERT INTO t VALUES (1, 1, 1.5, 'abcde', 1.25, 'x', '2020-01-01')");

        // When
        try (CapturedSource capture = new CapturedSource(warehouse.server(), source, topics, 1)) {
            warehouse.server().executeIn(source, "INSERT INTO marker VALUES (0)");
            capture.captureUntil(0);
            warehouse
                    .server()
                    .executeIn(
                            source,
                            "INSERT INTO t VALUES (2, 2, 2.5, 'b', 2.25, 'y', '2020-01-01 00:00:01')",
                            "ALTER TABLE t ALTER id TYPE bigint, ALTER a TYPE bigint, ALTER a DROP NOT NULL, ALTER r TYPE float8,"
                                    + " ALTER v TYPE varchar(50), ALTER n TYPE numeric(20,6), DROP gone, ALTER ts TYPE timestamp(6),"
                                    + " ADD added int NOT NULL DEFAULT 7, ADD note text",
                            "INSERT INTO t VALUES (3000000000, 4000000000, 0.1, repeat('v', 50), 12345678901234.123456,"
                                    + " '2020-01-01 00:00:02.123456', 8, 'n')",
                            "INSERT INTO t VALUES (4, NULL, 0.1, NULL, NULL, NULL, 9, NULL)",
                            "ALTER TABLE t ALTER v TYPE text, ALTER n TYPE numeric",
                            "UPDATE t SET v = repeat('w', 100), n = 1e30 WHERE id = 2",
                            "INSERT INTO marker VALUES (1)");
            capture.captureUntil(1);
        }
        warehouse.load(topics, "copy.min.rows", "0");

        // Then
        String rows = "SELECT id, a, r, v, trim_scale(n), ts, added, note FROM t ORDER BY id";
        assertSame(warehouse, source, rows);
        assertThat(warehouse.query("SELECT id, gone FROM t WHERE gone IS NOT NULL ORDER BY id"))
                .containsExactly(List.of("1", "x"), List.of("2", "y"));
        assertThat(warehouse.deadLetters.reports()).isEmpty();
    }

    private static String source(Warehouse warehouse, String... statements) {
        String source = warehouse.server().createDatabase("source_" + warehouse.database());
        warehouse.server().executeIn(source, "CREATE TABLE marker (id int PRIMARY KEY)");
        warehouse.server().executeIn(source, statements);
        return source;
    }

    private static List<String> workload(Random random, int count) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int id = random.nextInt(12);
            int other = random.nextInt(12);
            statements.add(
                    switch (random.nextInt(12)) {
                        case 0, 1, 2 ->
                            "INSERT INTO t VALUES (" + id + ", " + i + ", " + BIG + ", ARRAY[" + BIG
                                    + ", NULL], jsonb_build_object('k', " + BIG + ")) ON CONFLICT DO NOTHING";
                        case 3, 4, 5, 6 -> "UPDATE t SET n = " + i + " WHERE id = " + id;
                        case 7 -> "UPDATE t SET big = " + BIG + " WHERE id = " + id;
                        case 8 -> "DELETE FROM t WHERE id = " + id;
                        case 9 ->
                            "UPDATE t SET id = " + other + " WHERE id = " + id
                                    + " AND NOT EXISTS (SELECT 1 FROM t WHERE id = " + other + ")";
                        case 10 ->
                            "UPDATE t SET id = id + 100, n = " + i + " WHERE id = " + id
                                    + " AND NOT EXISTS (SELECT 1 FROM t WHERE id = " + (id + 100) + ")";
                        default ->
                            "UPDATE t SET id = id - 100 WHERE id = " + (id + 100)
                                    + " AND NOT EXISTS (SELECT 1 FROM t WHERE id = " + id + ")";
                    });
        }
        return statements;
    }

    private static void assertSame(Warehouse warehouse, String source, String sql) {
        List<List<String>> expected = warehouse.server().queryIn(source, sql);
        assertThat(warehouse.query(sql)).isEqualTo(expected);
        assertThat(expected).isNotEmpty();
    }
}
