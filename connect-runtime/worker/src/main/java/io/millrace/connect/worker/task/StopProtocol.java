package io.millrace.connect.worker.task;

import io.millrace.connect.worker.config.StopConfig;
import io.millrace.connect.worker.observe.Quarantine;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a task that may not want to end: ask; after half of the grace call the plugin's stop from a second thread, which
 * frees most blocking calls; then interrupt; then give the thread up. What a call does that ends in this way does not
 * count.
 */
final class StopProtocol {

    private static final Logger LOGGER = LoggerFactory.getLogger(StopProtocol.class);
    private static final long INTERRUPT_GRACE_MS = 1_000;

    private final StopConfig config;
    private final Quarantine quarantine;

    StopProtocol(StopConfig config, Quarantine quarantine) {
        this.config = config;
        this.quarantine = quarantine;
    }

    /** Returns at once; the task's listener hears of the end within the grace and a second or two. */
    void begin(TaskRunner task) {
        task.askToStop();
        Thread stopper = new Thread(() -> see(task), "stopper-" + task.spec().id());
        stopper.setDaemon(true);
        stopper.start();
    }

    private void see(TaskRunner task) {
        try {
            long soft = Math.max(1, config.gracefulMs() / 2);
            if (endsWithin(task.thread(), soft)) {
                return;
            }
            LOGGER.warn(
                    "task does not stop, calling stop from a second thread task={}",
                    task.spec().id());
            task.disturb();
            // On a thread of its own: a plugin's stop may hang as well as its poll.
            Thread second =
                    new Thread(() -> stopPlugin(task), "stop-" + task.spec().id());
            second.setDaemon(true);
            second.start();
            if (!endsWithin(task.thread(), Math.max(1, config.gracefulMs() - soft))) {
                task.thread().interrupt();
                if (!endsWithin(task.thread(), INTERRUPT_GRACE_MS)) {
                    quarantine.add(task.thread());
                    task.abandon();
                }
            }
            giveUp(second);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The task is over, or its thread was given up; a stop that has not returned by now need not. */
    private void giveUp(Thread stopping) throws InterruptedException {
        stopping.interrupt();
        if (!endsWithin(stopping, INTERRUPT_GRACE_MS)) {
            quarantine.add(stopping);
        }
    }

    private static void stopPlugin(TaskRunner task) {
        try {
            task.stopPlugin();
        } catch (Throwable e) {
            // Plugins throw anything, and this thread has nobody else to tell.
            LOGGER.warn(
                    "task did not stop cleanly task={}",
                    task.spec().id(),
                    task.discretion().failure(e));
        }
    }

    private static boolean endsWithin(Thread thread, long ms) throws InterruptedException {
        TimeUnit.MILLISECONDS.timedJoin(thread, ms);
        return !thread.isAlive();
    }
}
