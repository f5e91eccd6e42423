package io.millrace.connect.worker.preview;

import io.millrace.connect.worker.config.StopConfig;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.Preview.Ending;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One preview: a thread for the plugins, and one that sees to its end. When the time is over the plugin is asked, then
 * stopped, then interrupted, then left behind.
 */
final class PreviewRun {

    private static final Logger LOGGER = LoggerFactory.getLogger(PreviewRun.class);
    private static final long INTERRUPT_GRACE_MS = 1_000;

    private final String name;
    private final Findings findings;
    private final Callable<Subject> making;
    private final CallMark mark;
    private final StopConfig config;
    private final Quarantine quarantine;
    private final CompletableFuture<Preview> done = new CompletableFuture<>();
    private volatile Subject subject;

    /** {@code making} runs plugin code; {@code mark} says which. */
    PreviewRun(
            String name,
            Findings findings,
            Callable<Subject> making,
            CallMark mark,
            StopConfig config,
            Quarantine quarantine) {
        this.name = name;
        this.findings = findings;
        this.making = making;
        this.mark = mark;
        this.config = config;
        this.quarantine = quarantine;
    }

    /** Completes when everything has been stopped, or was given up. */
    CompletableFuture<Preview> begin(long timeoutMs) {
        Thread worker = new Thread(this::look, "preview-" + name);
        worker.setDaemon(true);
        Thread watcher = new Thread(() -> watch(worker, timeoutMs), "preview-watch-" + name);
        watcher.setDaemon(true);
        worker.start();
        watcher.start();
        return done;
    }

    private void look() {
        try {
            subject = making.call();
            subject.look();
        } catch (ControlException e) {
            done.completeExceptionally(e);
        } catch (Throwable e) {
            // Plugins throw anything, and whatever it is belongs to the answer.
            findings.failed(String.valueOf(mark.call()), e);
        } finally {
            close();
        }
    }

    private void close() {
        // An interrupt was meant for the call that has returned.
        Thread.interrupted();
        try {
            if (subject != null) {
                subject.close();
            }
        } catch (Throwable e) {
            LOGGER.warn("preview did not end cleanly connector={}", name, findings.loggable(e));
        }
    }

    private void watch(Thread worker, long timeoutMs) {
        try {
            boolean ended = endsWithin(worker, timeoutMs);
            if (!ended) {
                findings.end(Ending.TIME);
                ended = endsWithin(worker, Math.max(1, config.gracefulMs() / 2)) || disturbed(worker);
            }
            done.complete(findings.preview(ended));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    private boolean disturbed(Thread worker) throws InterruptedException {
        // On a thread of its own: a plugin's stop may hang as well as its poll.
        Thread second = new Thread(this::disturb, "preview-stop-" + name);
        second.setDaemon(true);
        second.start();
        boolean ended = endsWithin(worker, Math.max(1, config.gracefulMs() / 2)) || interrupted(worker);
        if (!ended) {
            quarantine.add(worker);
        }
        if (!endsWithin(second, 1) && !interrupted(second)) {
            quarantine.add(second);
        }
        return ended;
    }

    private void disturb() {
        try {
            Subject started = subject;
            if (started != null) {
                started.disturb();
            }
        } catch (Throwable e) {
            // Plugins throw anything, and this thread has nobody else to tell.
            LOGGER.warn("preview did not stop cleanly connector={}", name, findings.loggable(e));
        }
    }

    private static boolean interrupted(Thread thread) throws InterruptedException {
        thread.interrupt();
        return endsWithin(thread, INTERRUPT_GRACE_MS);
    }

    private static boolean endsWithin(Thread thread, long ms) throws InterruptedException {
        TimeUnit.MILLISECONDS.timedJoin(thread, ms);
        return !thread.isAlive();
    }
}
