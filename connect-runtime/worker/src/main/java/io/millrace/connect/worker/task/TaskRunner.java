package io.millrace.connect.worker.task;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One incarnation of a task on a thread of its own.
 *
 * <pre>
 * new -> [paused <-> running] -> stopped
 *                            \-> failed
 * </pre>
 *
 * It ends once. A thread that the stopper gave up may still run plugin code, but has no voice any more.
 */
public final class TaskRunner {

    private static final Logger LOGGER = LoggerFactory.getLogger(TaskRunner.class);

    private final TaskSpec spec;
    private final PipelineFactory factory;
    private final TaskListener listener;
    private final TaskSwitch control;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean pluginStopped = new AtomicBoolean();
    private final Thread thread;
    private volatile Pipeline pipeline;
    private volatile boolean pluginStarted;
    private volatile Optional<String> version = Optional.empty();

    TaskRunner(TaskSpec spec, PipelineFactory factory, TaskListener listener, boolean paused) {
        this.spec = spec;
        this.factory = factory;
        this.listener = listener;
        this.control = new TaskSwitch(paused);
        this.thread = new Thread(this::run, "task-" + spec.id());
        thread.setDaemon(true);
    }

    public TaskSpec spec() {
        return spec;
    }

    /** What the plugin says; empty until it has been loaded. */
    public Optional<String> version() {
        return version;
    }

    void loaded(String pluginVersion) {
        version = Optional.ofNullable(pluginVersion);
    }

    /** Whether it has stopped, failed or been given up. */
    public boolean ended() {
        return ended.get();
    }

    void start() {
        thread.start();
    }

    /** Pauses or resumes. */
    public void pause(boolean wanted) {
        control.pause(wanted);
        wakeUp();
    }

    Thread thread() {
        return thread;
    }

    void askToStop() {
        control.stop();
        wakeUp();
    }

    /** Calls the plugin's stop, if nobody has yet. */
    void stopPlugin() {
        Pipeline current = pipeline;
        if (current != null && pluginStarted && pluginStopped.compareAndSet(false, true)) {
            current.stopPlugin();
        }
    }

    /** The task is over, whatever its thread still does. */
    void abandon() {
        control.abandon();
        try {
            Pipeline current = pipeline;
            if (current != null) {
                current.cut();
            }
        } finally {
            end(null);
        }
    }

    private void wakeUp() {
        Pipeline current = pipeline;
        if (current != null) {
            current.wakeUp();
        }
    }

    private void run() {
        MDC.put("connector.context", "[" + spec.id() + "] ");
        Throwable failure = null;
        try {
            if (control.paused()) {
                listener.paused(this);
            }
            if (control.awaitResumed()) {
                pipeline = factory.create(this, control);
                run(pipeline);
            }
        } catch (Throwable e) {
            // Plugins throw anything, linkage errors included, and none of it may pass unseen.
            failure = e;
        }
        finish(failure);
    }

    private void run(Pipeline started) throws InterruptedException {
        // Making the plugin may have taken so long that nobody waits for it any more.
        if (control.stopping()) {
            return;
        }
        pluginStarted = true;
        started.start();
        tellRunning();
        started.move();
    }

    void tellRunning() {
        if (!control.abandoned()) {
            listener.running(this);
        }
    }

    void tellPaused() {
        if (!control.abandoned()) {
            listener.paused(this);
        }
    }

    void tellTopic(String topic) {
        if (!control.abandoned()) {
            listener.usesTopic(this, topic);
        }
    }

    private void finish(Throwable failure) {
        try {
            // An interrupt was meant for the call that has returned; no part may fail to close on it.
            Thread.interrupted();
            stopPlugin();
        } catch (Throwable e) {
            LOGGER.warn("task did not stop cleanly task={}", spec.id(), e);
        }
        try {
            Thread.interrupted();
            Pipeline current = pipeline;
            if (current != null) {
                current.close();
            }
        } catch (Throwable e) {
            LOGGER.warn("task did not close cleanly task={}", spec.id(), e);
        } finally {
            endAs(failure);
        }
    }

    private void endAs(Throwable failure) {
        if (failure != null && control.stopping()) {
            LOGGER.warn("task failed while it stopped task={}", spec.id(), failure);
            end(null);
        } else {
            end(failure);
        }
    }

    private void end(Throwable reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        if (reason == null) {
            listener.stopped(this);
        } else {
            LOGGER.error("task failed task={}", spec.id(), reason);
            listener.failed(this, reason);
        }
    }
}
