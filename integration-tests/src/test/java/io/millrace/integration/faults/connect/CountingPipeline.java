package io.millrace.integration.faults.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.hub.client.HttpApi;
import io.millrace.integration.faults.Patience;
import io.millrace.testing.TestingPostgres;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** An exactly-once source into a topic, and the JDBC sink from there into a table without a key, where a double shows. */
final class CountingPipeline implements AutoCloseable {

    /** Of source and sink together. */
    static final int TASKS = 6;

    private static final int PARTITIONS = 6;
    private static final String SOURCE = "counts";
    private static final String SINK = "counted";
    private static final String TOPIC = "counts";
    private static final String SINK_OFFSETS =
            "SELECT partition, next_offset FROM millrace_sink_offsets WHERE connector = '" + SINK
                    + "' AND next_offset IS NOT NULL";

    private final WorkerCluster cluster;
    private final TestingPostgres postgres = TestingPostgres.start();

    CountingPipeline(WorkerCluster cluster) {
        this.cluster = cluster;
    }

    /** Creates both connectors; returns when all tasks run, some on each worker. */
    void start() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        create(SOURCE, sourceConfig());
        create(SINK, sinkConfig());
        cluster.awaitTasksOn(cluster.workers(), TASKS);
    }

    private HttpApi api() {
        return cluster.workers().get(0).api();
    }

    private void create(String name, Map<String, String> config) {
        api().post("/connectors", Map.of("name", name, "config", config));
    }

    private static Map<String, String> sourceConfig() {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", CountingSourceConnector.class.getName());
        config.put("tasks.max", "3");
        config.put("exactly.once.support", "required");
        config.put(CountingSourceConnector.TOPIC, TOPIC);
        config.put(CountingSourceConnector.SOURCES, Integer.toString(PARTITIONS));
        return config;
    }

    private Map<String, String> sinkConfig() {
        Map<String, String> config = new TreeMap<>();
        config.put("connector.class", "io.millrace.connectors.jdbc.JdbcSinkConnector");
        config.put("tasks.max", "3");
        config.put("topics", TOPIC);
        config.put("connection.url", postgres.jdbcUrl());
        config.put("connection.user", postgres.user());
        config.put("connection.password", postgres.password());
        config.put("table.name.format", SINK);
        config.put("auto.create", "true");
        config.put("insert.mode", "insert");
        config.put("pk.mode", "none");
        config.put("delivery", "exactly_once");
        config.put("consumer.override.isolation.level", "read_committed");
        return config;
    }

    /** Waits until the table has more of each partition than now. */
    void awaitProgress() {
        Map<Integer, Long> before = sinkOffsets();
        Patience.await(() -> "more than " + before + " in the table, but " + sinkOffsets(), () -> isBeyond(before));
    }

    private boolean isBeyond(Map<Integer, Long> before) {
        Map<Integer, Long> now = sinkOffsets();
        return now.size() == PARTITIONS
                && now.entrySet().stream()
                        .allMatch(entry -> entry.getValue() > before.getOrDefault(entry.getKey(), 0L));
    }

    private Map<Integer, Long> sinkOffsets() {
        Map<Integer, Long> offsets = new TreeMap<>();
        if (postgres.query("SELECT to_regclass('millrace_sink_offsets')").get(0).get(0) != null) {
            postgres.query(SINK_OFFSETS)
                    .forEach(row -> offsets.put(Integer.parseInt(row.get(0)), Long.parseLong(row.get(1))));
        }
        return offsets;
    }

    /** Stops the source for good. */
    void stopSource() {
        stop(SOURCE);
    }

    /** How many numbers of each source partition the source's offsets acknowledge. */
    Map<Integer, Long> committed() {
        Map<Integer, Long> committed = new TreeMap<>();
        for (JsonNode entry : api().get("/connectors/" + SOURCE + "/offsets").path("offsets")) {
            committed.put(
                    entry.path("partition").path(CountingSourceTask.SOURCE).asInt(),
                    entry.path("offset").path(CountingSourceTask.NEXT).asLong());
        }
        return committed;
    }

    /** The topic against the committed offsets; when a last transaction is just being committed, after that. */
    CountVerdict readTopic() {
        try (CountedTopic topic = new CountedTopic(cluster.bootstrapServers(), TOPIC, PARTITIONS)) {
            Patience.comesTrue(() -> {
                topic.readOn();
                return topic.verdict(committed()).isClean();
            });
            return topic.verdict(committed());
        }
    }

    /** The table against the source's committed offsets, when the sink has written so many rows and is stopped. */
    CountVerdict readTable() {
        Map<Integer, Long> committed = committed();
        long wanted = committed.values().stream().mapToLong(Long::longValue).sum();
        Patience.comesTrue(() -> rows() >= wanted);
        stop(SINK);
        long there = 0;
        long distinct = 0;
        for (Map.Entry<Integer, Long> source : committed.entrySet()) {
            String mine = " FROM " + SINK + " WHERE source = " + source.getKey() + " AND number < " + source.getValue();
            there += number("SELECT count(*)" + mine);
            distinct += number("SELECT count(DISTINCT number)" + mine);
        }
        return new CountVerdict(wanted, wanted - distinct, there - distinct, 0, rows() - there);
    }

    private long rows() {
        return number("SELECT count(*) FROM " + SINK);
    }

    private long number(String sql) {
        return Long.parseLong(postgres.query(sql).get(0).get(0));
    }

    private void stop(String connector) {
        api().put("/connectors/" + connector + "/stop");
        Patience.await(
                () -> "end of " + connector + ", but " + status(connector),
                () -> status(connector).path("tasks").isEmpty());
    }

    private JsonNode status(String connector) {
        return api().get("/connectors/" + connector + "/status");
    }

    @Override
    public void close() {
        postgres.close();
    }
}
