package io.millrace.hub.demo;

import io.millrace.hub.client.CommandException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs the demo from start to proof. One instance, one run, one thread. */
public final class Demo {

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration FIRST_ROW_TIMEOUT = Duration.ofSeconds(120);
    private static final Duration QUIESCE_TIMEOUT = Duration.ofSeconds(120);
    private static final int KILL_AFTER_SECONDS_MIN = 5;
    private static final int KILL_AFTER_SECONDS_SPREAD = 10;
    /** The last kill leaves this much time, so that the proof is about the pipelines and not about the start. */
    private static final int QUIET_SECONDS = 10;

    private final DemoOptions options;
    private final PrintStream out;
    private final Random random;
    private int kills;

    public Demo(DemoOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
        this.random = new Random(options.seed());
    }

    /** Returns how the run ended: whether source, warehouse and files agree. */
    public DemoResult run() throws SQLException {
        Path files = options.folder().resolve("files");
        out.println(
                "millrace demo: " + options.seconds() + " s, seed " + options.seed() + ", data in " + options.folder());
        try (DemoFolder folder = new DemoFolder(options);
                ShopDatabase database = ShopDatabase.start();
                HubProcess hub = new HubProcess(options.folder())) {
            // Ctrl-C ends the process without leaving this block, and must leave nothing behind either.
            Thread cleanUp = new Thread(() -> closeAll(hub, database, folder), "clean-up");
            Runtime.getRuntime().addShutdownHook(cleanUp);
            out.printf("PostgreSQL on port %d; hub started in %.1f s%n", database.port(), hub.startMs() / 1000.0);
            DemoResult result = runOrKeep(database, hub, files, folder);
            Runtime.getRuntime().removeShutdownHook(cleanUp);
            return result;
        }
    }

    private DemoResult runOrKeep(ShopDatabase database, HubProcess hub, Path files, DemoFolder folder)
            throws SQLException {
        boolean proved = false;
        try {
            DemoResult result = runWith(database, hub, files);
            proved = result.proved();
            return result;
        } finally {
            if (!proved) {
                folder.keep();
                out.println("logs, topics and files of this run are kept in " + options.folder());
            }
        }
    }

    private DemoResult runWith(ShopDatabase database, HubProcess hub, Path files) throws SQLException {
        LiveView view = new LiveView(out, options.terminal());
        long rowsChanged;
        long transactions;
        try (Connection warehouse = database.connect(ShopDatabase.WAREHOUSE)) {
            ShopWorkload workload = ShopWorkload.start(database, options.seed());
            try (workload) {
                new Pipelines(options.home(), database, files).create(hub.connect());
                watch(hub, files, view, warehouse, workload);
            }
            rowsChanged = workload.rowsChanged();
            transactions = workload.transactions();
            view.say("workload ended after " + transactions + " transactions; waiting for the rest to arrive");
            awaitArrival(database, hub, files, view, warehouse, rowsChanged);
        }
        Map<String, Long> changes = new Topics(hub.bootstrapServers()).countValues();
        hub.close();
        List<TableProof> tables = new Proof(database, new FilesReadBack(options.home(), files), changes).tables();
        boolean proved = tables.stream().allMatch(TableProof::agrees);
        out.println(TableProof.HEADING);
        tables.forEach(out::println);
        out.println(
                proved
                        ? "PROVED: warehouse and files equal the shop"
                                + (kills == 0 ? "" : ", after " + kills + (kills == 1 ? " kill" : " kills"))
                        : "FAILED: what differs is marked above; seed " + options.seed());
        return new DemoResult(proved, options.seed(), kills, transactions, tables);
    }

    private void watch(HubProcess hub, Path files, LiveView view, Connection warehouse, ShopWorkload workload)
            throws SQLException {
        long startNanos = System.nanoTime();
        long nextKillNanos = startNanos + secondsToKill();
        // However short a run with kills is, there is one.
        while (elapsedSeconds(startNanos) < options.seconds() || (options.kill() && kills == 0)) {
            LockSupport.parkNanos(LOOK_NANOS);
            Progress progress = Progress.measure(warehouse, files);
            view.show(workload.rowsChanged(), progress, kills);
            Pipelines.requireHealthy(hub.connect());
            if (progress.lag() == null && elapsedSeconds(startNanos) > FIRST_ROW_TIMEOUT.toSeconds()) {
                throw new CommandException("no row arrived in the warehouse within " + FIRST_ROW_TIMEOUT.toSeconds()
                        + " s; the hub said:\n" + hub.lastWords());
            }
            boolean mayKill =
                    options.kill() && (kills == 0 || elapsedSeconds(startNanos) < options.seconds() - QUIET_SECONDS);
            if (mayKill && System.nanoTime() > nextKillNanos) {
                hub.kill();
                kills++;
                long backMs = hub.startMs();
                view.say(String.format("kill -9 number %d; the hub was back after %.1f s", kills, backMs / 1000.0));
                nextKillNanos = System.nanoTime() + secondsToKill();
            }
        }
    }

    /** Until the last beat of the shop came through, and warehouse and files end where the topics do. */
    private void awaitArrival(
            ShopDatabase database, HubProcess hub, Path files, LiveView view, Connection warehouse, long rowsChanged)
            throws SQLException {
        long deadlineNanos = System.nanoTime() + QUIESCE_TIMEOUT.toNanos();
        Topics ends = new Topics(hub.bootstrapServers());
        try (Connection shop = database.connect(ShopDatabase.SHOP)) {
            while (true) {
                Progress progress = Progress.measure(warehouse, files);
                view.show(rowsChanged, progress, kills);
                if (progress.lag() != null
                        && pulse(shop).equals(pulse(warehouse))
                        && ends.areReached(warehouse, files)) {
                    return;
                }
                Pipelines.requireHealthy(hub.connect());
                if (System.nanoTime() > deadlineNanos) {
                    throw new CommandException("not all changes arrived within " + QUIESCE_TIMEOUT.toSeconds()
                            + " s; the hub said:\n" + hub.lastWords());
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private void closeAll(AutoCloseable... resources) {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                out.println("while cleaning up: " + e.getMessage());
            }
        }
    }

    private static Checksum pulse(Connection connection) throws SQLException {
        return Checksum.of(connection, "public", "pulse");
    }

    private long secondsToKill() {
        return TimeUnit.SECONDS.toNanos(KILL_AFTER_SECONDS_MIN + random.nextInt(KILL_AFTER_SECONDS_SPREAD));
    }

    private static long elapsedSeconds(long startNanos) {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    }
}
