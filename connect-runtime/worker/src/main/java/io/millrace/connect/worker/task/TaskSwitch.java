package io.millrace.connect.worker.task;

import io.millrace.connect.worker.errors.Pause;
import java.util.concurrent.TimeUnit;

/** Says to the threads of a task whether to go on, to wait, or to end. */
final class TaskSwitch implements Pause {

    private boolean stopping;
    private boolean paused;
    private volatile boolean abandoned;
    private volatile boolean disturbed;

    TaskSwitch(boolean paused) {
        this.paused = paused;
    }

    synchronized void stop() {
        stopping = true;
        notifyAll();
    }

    synchronized void pause(boolean wanted) {
        paused = wanted;
        notifyAll();
    }

    /** Before the plugin is stopped or interrupted in the middle of a call: how that call ends says nothing any more. */
    void disturb() {
        disturbed = true;
    }

    /** Whether a call of the plugin that returned did so by itself, so that it did what it was called for. */
    boolean undisturbed() {
        return !disturbed;
    }

    /** From now on nothing that the task does may have an effect outside. */
    void abandon() {
        disturbed = true;
        abandoned = true;
        stop();
    }

    boolean abandoned() {
        return abandoned;
    }

    @Override
    public synchronized boolean stopping() {
        return stopping;
    }

    synchronized boolean paused() {
        return paused;
    }

    /** Waits while paused; false when it is time to stop. */
    synchronized boolean awaitResumed() throws InterruptedException {
        while (paused && !stopping) {
            wait();
        }
        return !stopping;
    }

    @Override
    public synchronized boolean elapse(long ms) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(ms, Integer.MAX_VALUE));
        try {
            for (long left = deadlineNanos - System.nanoTime();
                    !stopping && left > 0;
                    left = deadlineNanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !stopping;
    }
}
