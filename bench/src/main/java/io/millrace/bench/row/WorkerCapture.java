package io.millrace.bench.row;

import io.millrace.bench.load.Meter;
import io.millrace.bench.load.WorkerRest;
import io.millrace.bench.peer.Peer.DatabaseConnectors;
import io.millrace.bench.peer.PostgresPair;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Rows that are inserted in one database and are to be in another: capture, topic and sink in one worker. */
final class WorkerCapture implements Row {

    private static final String KEY = "connect-capture";
    private static final String TOPIC = "bench.public." + PostgresPair.TABLE;
    private static final int STRETCH = 20_000;
    private static final int MEASURED = 200_000;
    /** Debezium, two converters and a driver are much to compile, on processors that are busy all the time. */
    private static final int MAX_WARM_UPS = 100;

    private static final int TRANSACTION_ROWS = 500;
    /** Rows that may be on their way, so that the pipeline is never idle and the database's log does not grow. */
    private static final int AHEAD = 20_000;

    private static final long PAUSE_MS = 5;
    private static final double CPU_GOAL = 0.33;
    private static final double RATE_GOAL = 1;
    private static final double TO_MICROS = 1e6;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        String label = "Connect, PostgreSQL to PostgreSQL by change capture, JSON with schemas: ";
        return List.of(
                Figure.atMost(CPU_GOAL, label + "worker CPU per million rows", "s"),
                new Figure(label + "rows per second", "1/s", RATE_GOAL, RATE_GOAL, true));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        ServerProcess broker = visit.shared();
        Path folder = visit.emptyFolder();
        DatabaseConnectors connectors = visit.peer().databaseConnectors();
        List<Path> plugins = new ArrayList<>(connectors.plugins());
        plugins.add(visit.peer().plugins());
        try (PostgresPair databases = new PostgresPair();
                ServerProcess worker =
                        visit.peer().startWorker(folder, broker, KEY + "-" + folder.getFileName(), plugins)) {
            WorkerRest rest = new WorkerRest(worker);
            rest.awaitReady();
            rest.create(KEY + "-sink", sink(connectors, databases), 1);
            rest.create(KEY + "-source", source(connectors, databases), 1);
            return measure(visit, databases, worker, rest);
        }
    }

    private static double[] measure(Visit visit, PostgresPair databases, ServerProcess worker, WorkerRest rest)
            throws IOException, InterruptedException {
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread feeder = new Thread(() -> feed(databases, failure), "feeder");
        feeder.setDaemon(true);
        feeder.start();
        try {
            Meter meter = new Meter(worker, () -> {
                rest.requireHealthy(KEY + "-sink");
                if (failure.get() != null) {
                    throw new IOException("no more rows", failure.get());
                }
                return arrived(databases);
            });
            meter.warmUp(STRETCH, MAX_WARM_UPS);
            Meter.Cost cost = meter.measure(visit.scaled(MEASURED));
            return new double[] {cost.cpuSeconds() * TO_MICROS / cost.work(), cost.work() / cost.seconds()};
        } finally {
            feeder.interrupt();
            feeder.join();
        }
    }

    private static void feed(PostgresPair databases, AtomicReference<Exception> failure) {
        try {
            for (int next = 1; ; ) {
                if (next - databases.arrived() < AHEAD) {
                    databases.insert(next, next + TRANSACTION_ROWS - 1);
                    next += TRANSACTION_ROWS;
                } else {
                    Thread.sleep(PAUSE_MS);
                }
            }
        } catch (InterruptedException e) {
            // Enough was measured.
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            failure.set(e);
        }
    }

    /** Rows are inserted in the order of their ids, and both sinks keep it. */
    private static long arrived(PostgresPair databases) throws IOException {
        try {
            return databases.arrived();
        } catch (SQLException e) {
            throw new IOException("the target does not answer", e);
        }
    }

    private static Map<String, String> source(DatabaseConnectors connectors, PostgresPair databases) {
        Map<String, String> config = withSchemas();
        config.putAll(Map.of(
                "connector.class",
                connectors.source(),
                "database.hostname",
                "127.0.0.1",
                "database.port",
                Integer.toString(databases.port()),
                "database.user",
                PostgresPair.USER,
                "database.password",
                PostgresPair.PASSWORD,
                "database.dbname",
                PostgresPair.SOURCE,
                "topic.prefix",
                "bench",
                "table.include.list",
                "public." + PostgresPair.TABLE,
                "plugin.name",
                "pgoutput"));
        return config;
    }

    private static Map<String, String> sink(DatabaseConnectors connectors, PostgresPair databases) {
        Map<String, String> config = withSchemas();
        config.putAll(connectors.sink());
        config.put("connection.url", databases.jdbcUrl(PostgresPair.TARGET));
        config.put("topics", TOPIC);
        config.put("tasks.max", "1");
        // The source makes the topic with the first row.
        config.put("consumer.override.metadata.max.age.ms", "1000");
        return config;
    }

    private static Map<String, String> withSchemas() {
        Map<String, String> config = new HashMap<>();
        for (String side : new String[] {"key", "value"}) {
            config.put(side + ".converter", "org.apache.kafka.connect.json.JsonConverter");
            config.put(side + ".converter.schemas.enable", "true");
        }
        return config;
    }
}
