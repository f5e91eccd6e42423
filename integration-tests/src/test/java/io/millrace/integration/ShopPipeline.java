package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connectors.hdfs.read.CommittedFiles;
import io.millrace.hub.client.HttpApi;
import io.millrace.testing.TestingHdfs;
import io.millrace.testing.TestingPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One source table, one warehouse table and one folder of files, and the changes that must reach both. */
final class ShopPipeline {

    private static final Duration ARRIVAL_TIMEOUT = Duration.ofSeconds(90);
    /** 200 snapshot rows, 20 updates, 31 deletes, a key change as delete and create, one insert; no tombstones. */
    private static final long CHANGES = 200 + 20 + 31 + 2 + 1;

    private static final String COLUMNS = "id, price, attributes, tags, at, mood::text, story";

    private final String name;
    private final TestingPostgres postgres;
    private final TestingHdfs hdfs;
    private final HttpApi connect;
    private final String source;
    private final String warehouse;

    ShopPipeline(String name, TestingPostgres postgres, TestingHdfs hdfs, String connectUrl, String bootstrapServers) {
        this.name = name;
        this.postgres = postgres;
        this.hdfs = hdfs;
        this.connect = new HttpApi(connectUrl, "Connect worker on " + bootstrapServers);
        this.source = "shop_" + name;
        this.warehouse = "warehouse_" + name;
    }

    void run() {
        // Given
        postgres.createDatabase(source);
        postgres.createDatabase(warehouse);
        postgres.executeIn(
                source,
                "CREATE TYPE mood AS ENUM ('calm', 'cross')",
                "CREATE TABLE items (id bigint PRIMARY KEY, price numeric, attributes jsonb, tags text[],"
                        + " at timestamptz, mood mood, story text)",
                "ALTER TABLE items ALTER COLUMN story SET STORAGE EXTERNAL",
                "INSERT INTO items SELECT n, n * 1.10, '{\"n\": 1.50}', ARRAY['a', NULL], '2026-01-02T03:04:05.678901Z',"
                        + " 'calm', repeat('story ' || n, 900) FROM generate_series(1, 200) n");
        createConnectors();
        awaitEqual();
        // When
        postgres.executeIn(
                source,
                "UPDATE items SET price = 12345678901234567890.123456789 WHERE id = 1",
                "UPDATE items SET mood = 'cross', attributes = NULL WHERE id BETWEEN 2 AND 20",
                "DELETE FROM items WHERE id BETWEEN 30 AND 60",
                "UPDATE items SET id = 1000 WHERE id = 70",
                "ALTER TABLE items ADD COLUMN extra integer DEFAULT 7",
                "INSERT INTO items (id, price, story, extra) VALUES (2000, 'NaN', 'added', 8)",
                "BEGIN; INSERT INTO items (id) VALUES (3000); ROLLBACK");
        // Then
        awaitEqual();
        assertThat(row(warehouse, "extra", 2000)).isEqualTo("8");
        awaitFiles();
        awaitFigures();
    }

    /** The worker says the same of its tasks: everything has gone in and out, and no sink is behind. */
    private void awaitFigures() {
        JsonNode sourceTask = task("source-" + name);
        assertThat(sourceTask.path("records_out_total").asLong()).isGreaterThanOrEqualTo(CHANGES);
        assertThat(sourceTask.path("source_delay_ms").isIntegralNumber()).isTrue();
        for (String sink : List.of("warehouse-" + name, "files-" + name)) {
            assertThat(task(sink).path("records_out_total").asLong()).isGreaterThanOrEqualTo(CHANGES);
            await("no lag of " + sink, () -> task(sink).path("lag_records_max").asLong(-1) == 0);
            assertThat(task(sink).path("partitions").get(0).path("end_offset").asLong())
                    .isGreaterThanOrEqualTo(CHANGES);
        }
    }

    private JsonNode task(String connector) {
        return connect.get("/connectors/" + connector + "/metrics")
                .path("tasks")
                .get(0);
    }

    private void createConnectors() {
        Map<String, String> cdc = new LinkedHashMap<>();
        cdc.put("connector.class", "io.millrace.connectors.cdc.PostgresCdcSourceConnector");
        cdc.put("database.hostname", postgres.host());
        cdc.put("database.port", Integer.toString(postgres.port()));
        cdc.put("database.user", postgres.user());
        cdc.put("database.password", postgres.password());
        cdc.put("database.dbname", source);
        cdc.put("topic.prefix", name);
        cdc.put("table.include.list", "public.items");
        create("source-" + name, cdc);
        Map<String, String> jdbc = new LinkedHashMap<>();
        jdbc.put("connector.class", "io.confluent.connect.jdbc.JdbcSinkConnector");
        jdbc.put("topics", name + ".public.items");
        jdbc.put("connection.url", postgres.jdbcUrl(warehouse));
        jdbc.put("connection.user", postgres.user());
        jdbc.put("connection.password", postgres.password());
        jdbc.put("insert.mode", "upsert");
        jdbc.put("pk.mode", "record_key");
        jdbc.put("delete.enabled", "true");
        jdbc.put("auto.create", "true");
        jdbc.put("auto.evolve", "true");
        jdbc.put("table.name.format", "items");
        create("warehouse-" + name, jdbc);
        create("files-" + name, filesConfig());
    }

    private Map<String, String> filesConfig() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("connector.class", "io.millrace.connectors.hdfs.HdfsSinkConnector");
        files.put("topics", name + ".public.items");
        files.put("store.url", hdfs.uri());
        files.put("topics.dir", "/" + name);
        files.put("format.class", "avro");
        files.put("flush.size", "100");
        files.put("rotate.schedule.interval.ms", "1000");
        return files;
    }

    private void create(String connector, Map<String, String> config) {
        JsonNode created = connect.post("/connectors", Map.of("name", connector, "config", config));
        assertThat(created.path("name").asText()).isEqualTo(connector);
    }

    private void awaitEqual() {
        await(
                "the warehouse equals the source",
                () -> tableExists() && rows(source).equals(rows(warehouse)));
    }

    private boolean tableExists() {
        return postgres.queryIn(
                        warehouse,
                        "SELECT to_regclass('items') IS NOT NULL AND EXISTS (SELECT FROM"
                                + " information_schema.columns WHERE table_name = 'items' AND column_name = 'story')")
                .equals(List.of(List.of("t")));
    }

    private List<List<String>> rows(String database) {
        return postgres.queryIn(database, "SELECT " + COLUMNS + " FROM items ORDER BY id");
    }

    private String row(String database, String column, long id) {
        return postgres.queryIn(database, "SELECT " + column + " FROM items WHERE id = " + id)
                .get(0)
                .get(0);
    }

    private void awaitFiles() {
        await("the files hold " + CHANGES + " changes", () -> committed() == CHANGES);
    }

    private int committed() {
        try (CommittedFiles files = CommittedFiles.of(filesConfig())) {
            assertThat(files.overlaps(name + ".public.items")).isEmpty();
            return files.records(name + ".public.items").size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void await(String what, BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + ARRIVAL_TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadlineNanos) {
                throw new AssertionError(
                        what + ": not within " + ARRIVAL_TIMEOUT + "; " + connect.get("/connectors?expand=status"));
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }
}
