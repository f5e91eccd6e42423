package io.millrace.connect.worker.task;

import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.stuck.PluginCalls;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.errors.ConnectException;
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

    /** How long a cut may take before the task is over without it. */
    private static final long CUT_WAIT_MS = 1_000;

    private static final int CAUSES_MAX = 30;

    private final TaskSpec spec;
    private final PipelineFactory factory;
    private final TaskListener listener;
    private final TaskObserver observer;
    private final Discretion discretion;
    private final TaskSwitch control;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean pluginStopped = new AtomicBoolean();
    private final Thread thread;
    private final PluginCalls calls;
    private volatile Pipeline pipeline;
    private volatile boolean pluginStarted;
    private volatile boolean outlivesGenerations;
    private volatile Optional<String> version = Optional.empty();

    TaskRunner(
            TaskSpec spec,
            PipelineFactory factory,
            TaskListener listener,
            TaskObserver observer,
            Discretion discretion,
            boolean paused) {
        this.spec = spec;
        this.factory = factory;
        this.listener = listener;
        this.observer = observer;
        this.discretion = discretion;
        this.control = new TaskSwitch(paused);
        this.calls = new PluginCalls(Instance.of(spec.id()));
        this.thread = new Thread(observer.threads(), this::run, "task-" + spec.id());
        thread.setDaemon(true);
    }

    public TaskSpec spec() {
        return spec;
    }

    /** Hears what this incarnation does. */
    public TaskObserver observer() {
        return observer;
    }

    /** Of all that is logged about this task. */
    Discretion discretion() {
        return discretion;
    }

    /** The calls into the plugin that are under way. */
    public PluginCalls calls() {
        return calls;
    }

    /** What the plugin says; empty until it has been loaded. */
    public Optional<String> version() {
        return version;
    }

    void loaded(String pluginVersion) {
        version = Optional.ofNullable(pluginVersion);
    }

    /** The task may go on when other tasks of its connector change; until this is known it does not. */
    void outlivesGenerations() {
        outlivesGenerations = true;
    }

    /** Whether what runs here is what is wanted. */
    public boolean serves(TaskSpec wanted) {
        return spec.equals(wanted) || (outlivesGenerations && spec.sameWork(wanted));
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

    /** The plugin is about to be stopped or interrupted in a call; what it returns from now on does not count. */
    void disturb() {
        control.disturb();
    }

    /** Calls the plugin's stop, if nobody has yet. */
    void stopPlugin() {
        Pipeline current = pipeline;
        if (current != null && pluginStarted && pluginStopped.compareAndSet(false, true)) {
            calls.stop().run("stop", current::stopPlugin);
        }
    }

    /** The task is over, whatever its thread still does. */
    void abandon() {
        control.abandon();
        try {
            Pipeline current = pipeline;
            if (current != null) {
                cut(current);
            }
        } finally {
            end(null);
        }
    }

    /** On a thread of its own: a producer's close waits for its callbacks, and a plugin may hang in one of them. */
    private void cut(Pipeline current) {
        Thread cutter = new Thread(
                () -> {
                    try {
                        current.cut();
                    } catch (Throwable e) {
                        LOGGER.warn("task not cut cleanly task={}", spec.id(), discretion.failure(e));
                    }
                },
                "cut-" + spec.id());
        cutter.setDaemon(true);
        cutter.start();
        try {
            cutter.join(CUT_WAIT_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
                tellPaused();
            }
            if (control.awaitResumed()) {
                pipeline = calls.work().call("create", () -> factory.create(this, control));
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
            observer.state(Lifecycle.RUNNING);
            listener.running(this);
        }
    }

    void tellPaused() {
        if (!control.abandoned()) {
            observer.state(Lifecycle.PAUSED);
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
            LOGGER.warn("task did not stop cleanly task={}", spec.id(), discretion.failure(e));
        }
        try {
            Thread.interrupted();
            Pipeline current = pipeline;
            if (current != null) {
                current.close();
            }
        } catch (Throwable e) {
            LOGGER.warn("task did not close cleanly task={}", spec.id(), discretion.failure(e));
        } finally {
            endAs(failure);
        }
    }

    private void endAs(Throwable failure) {
        if (failure != null && control.stopping()) {
            LOGGER.warn("task failed while it stopped task={}", spec.id(), discretion.failure(failure));
            end(null);
        } else {
            end(explained(failure));
        }
    }

    /** Out of memory says neither who nor what to do about it. */
    private Throwable explained(Throwable failure) {
        Throwable error = failure;
        for (int depth = 0; error != null && depth < CAUSES_MAX; depth++) {
            if (error instanceof OutOfMemoryError) {
                return new ConnectException(
                        "Task " + spec.id() + " ran out of memory (" + error.getMessage()
                                + ") and ends alone; the worker and its other tasks go on. Let the connector handle less"
                                + " at once, or give the worker more heap than "
                                + Runtime.getRuntime().maxMemory() / 1024 / 1024 + " MiB.",
                        failure);
            }
            error = error.getCause();
        }
        return failure;
    }

    private void end(Throwable reason) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        calls.close();
        if (reason == null) {
            listener.stopped(this);
        } else {
            LOGGER.error("task failed task={}", spec.id(), discretion.failure(reason));
            observer.state(Lifecycle.FAILED);
            listener.failed(this, reason);
        }
    }
}
