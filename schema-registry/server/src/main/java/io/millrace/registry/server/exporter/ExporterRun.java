package io.millrace.registry.server.exporter;

import io.millrace.registry.model.RegistryErrorCode;
import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.ExporterState;
import io.millrace.registry.model.exporter.ExporterStatus;
import io.millrace.registry.server.storage.NotLeaderException;
import io.millrace.registry.server.storage.RegistryStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one exporter: copies part after part of the log, rests when there is no more, and after a failure tries
 * again, at growing intervals. It ends when it is stopped, when somebody else has changed how far the exporter is, and
 * when this instance leads no longer.
 */
final class ExporterRun {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExporterRun.class);
    /** News may wait so long. */
    private static final long REST_MS = 300;

    private static final long RETRY_MIN_MS = 500;
    /** Also how soon what a destination has refused is tried again: its owner may have changed something. */
    private static final long RETRY_MAX_MS = 60_000;

    private static final int RETRY_DOUBLINGS_MAX = 7;
    private static final int TRACE_LENGTH_MAX = 2_000;
    private static final long STOP_MS = 5_000;

    private final RegistryStore store;
    private final Exporter exporter;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile ExporterCopy copy;
    private int failures;

    ExporterRun(RegistryStore store, Exporter exporter) {
        this.store = store;
        this.exporter = exporter;
        this.thread = new Thread(this::run, "exporter " + exporter.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Exporter exporter() {
        return exporter;
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    /** Begins to stop; a request that is under way is given up. */
    void stop() {
        stopping.countDown();
        ExporterCopy running = copy;
        if (running != null) {
            running.stop();
        }
    }

    /** Waits until it has stopped, though not for ever: what it may still write counts only if nobody wrote before. */
    void awaitEnd() throws InterruptedException {
        thread.join(STOP_MS);
    }

    private void run() {
        boolean goesOn = true;
        while (goesOn) {
            long restMs;
            try (ExporterCopy opened = new ExporterCopy(store, exporter)) {
                copy = opened;
                copyOn(opened);
                return;
            } catch (NotLeaderException e) {
                LOGGER.atInfo().addKeyValue("exporter", exporter.name()).log("another instance exports now");
                return;
            } catch (RuntimeException e) {
                restMs = fail(e);
            }
            goesOn = restMs >= 0 && !isStopped(restMs);
        }
    }

    private void copyOn(ExporterCopy opened) {
        ExporterCopy.Step step = ExporterCopy.Step.MORE;
        while (step != ExporterCopy.Step.ENDED && !isStopped(step == ExporterCopy.Step.MORE ? 0 : REST_MS)) {
            step = opened.step();
            failures = 0;
        }
    }

    private boolean isStopped(long waitMs) {
        try {
            return stopping.await(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Says how long to wait before the next attempt; below 0 if there is none. */
    private long fail(RuntimeException failure) {
        if (isStopped(0)) {
            return -1;
        }
        boolean lasting = failure instanceof DestinationException refusal
                && !refusal.isPassing()
                && !refusal.is(RegistryErrorCode.REFERENCE_EXISTS.code());
        long restMs = lasting ? RETRY_MAX_MS : Math.min(RETRY_MAX_MS, RETRY_MIN_MS << failures);
        failures = Math.min(RETRY_DOUBLINGS_MAX, failures + 1);
        String trace = trace(failure);
        LOGGER.atWarn()
                .addKeyValue("exporter", exporter.name())
                .addKeyValue("reason", trace)
                .addKeyValue("retryIn", Duration.ofMillis(restMs))
                .log("an exporter is hindered");
        return note(trace) ? restMs : -1;
    }

    /** Says whether the exporter is still to run, as far as that is known. */
    private boolean note(String trace) {
        try {
            ExporterStatus before = store.exporters().status(exporter);
            return !store.exporters()
                    .move(exporter, before, before.in(ExporterState.ERROR, trace))
                    .isPaused();
        } catch (NotLeaderException e) {
            return false;
        } catch (RuntimeException e) {
            LOGGER.atWarn()
                    .addKeyValue("exporter", exporter.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("the state of an exporter could not be written");
            return true;
        }
    }

    private String trace(RuntimeException failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String shown = ExporterSecrets.redacted(message, exporter.config());
        return shown.length() <= TRACE_LENGTH_MAX ? shown : shown.substring(0, TRACE_LENGTH_MAX);
    }
}
