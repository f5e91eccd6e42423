package io.millrace.registry.server.exporter;

import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.server.storage.RegistryStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the exporters while this instance leads: one thread looks at intervals which of them are to run, and gives each a
 * thread of its own, so there are no more than exporters are allowed. As long as there are none, looking asks no broker.
 */
public final class ExporterHost implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExporterHost.class);
    private static final long LOOK_MS = 300;
    private static final long LOOK_AFTER_FAILURE_MIN_MS = 3_000;
    private static final long LOOK_AFTER_FAILURE_MAX_MS = 60_000;
    private static final long CLOSE_MS = 10_000;

    private final RegistryStore store;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    /** By the names of the exporters. */
    private final Map<String, ExporterRun> runs = new LinkedHashMap<>();

    private boolean led;
    /** What failed last time; empty if nothing. */
    private String failure = "";

    private long failureWaitMs;

    /** Starts nothing yet. */
    public ExporterHost(RegistryStore store) {
        this.store = store;
        this.thread = new Thread(this::run, "exporters of " + store.topic());
        thread.setDaemon(true);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            long waitMs = 0;
            while (!closing.await(waitMs, TimeUnit.MILLISECONDS)) {
                waitMs = look();
            }
            stopAll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says when to look again, in ms. */
    private long look() throws InterruptedException {
        try {
            if (!store.leads()) {
                stopAll();
                led = false;
                return LOOK_MS;
            }
            if (!led) {
                store.exporters().takeOver();
                led = true;
            }
            arrange();
            failure = "";
            return LOOK_MS;
        } catch (RuntimeException e) {
            return fail(String.valueOf(e.getMessage()));
        }
    }

    /** A failure that stays, such as a topic that this instance may not look for, is told once. */
    private long fail(String message) {
        if (!message.equals(failure)) {
            LOGGER.atWarn()
                    .addKeyValue("reason", message)
                    .log("exporters cannot be looked for; trying again at intervals");
            failure = message;
            failureWaitMs = LOOK_AFTER_FAILURE_MIN_MS;
        } else {
            failureWaitMs = Math.min(LOOK_AFTER_FAILURE_MAX_MS, 2 * failureWaitMs);
        }
        return failureWaitMs;
    }

    private void arrange() throws InterruptedException {
        List<Exporter> wanted = store.exporters().known().stream()
                .filter(each -> !store.exporters().status(each).isPaused())
                .toList();
        for (ExporterRun each : List.copyOf(runs.values())) {
            if (!each.isAlive() || !wanted.contains(each.exporter())) {
                each.stop();
                each.awaitEnd();
                runs.remove(each.exporter().name());
            }
        }
        for (Exporter each : wanted) {
            if (!runs.containsKey(each.name())) {
                ExporterRun run = new ExporterRun(store, each);
                runs.put(each.name(), run);
                run.start();
                LOGGER.atInfo().addKeyValue("exporter", each.name()).log("exporting");
            }
        }
    }

    private void stopAll() throws InterruptedException {
        runs.values().forEach(ExporterRun::stop);
        for (ExporterRun each : runs.values()) {
            each.awaitEnd();
        }
        runs.clear();
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
