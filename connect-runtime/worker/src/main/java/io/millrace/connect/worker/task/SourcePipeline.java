package io.millrace.connect.worker.task;

import io.millrace.connect.worker.stuck.CallMark;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls a source task and has its records delivered. */
final class SourcePipeline implements Pipeline {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourcePipeline.class);
    private static final long RETRY_PAUSE_MS = 100;

    private final SourceParts parts;
    private final Delivery delivery;
    private final TaskSwitch control;
    private final TaskRunner runner;
    private volatile boolean pluginUsed;

    SourcePipeline(SourceParts parts, Delivery delivery, TaskRunner runner, TaskSwitch control) {
        this.parts = parts;
        this.delivery = delivery;
        this.control = control;
        this.runner = runner;
    }

    @Override
    public void start() throws InterruptedException {
        if (!delivery.open()) {
            return;
        }
        pluginUsed = true;
        SourceContext context =
                new SourceContext(parts.config(), parts.offsets(), delivery.transactionContext(), parts.metrics());
        CallMark work = runner.calls().work();
        work.run("initialize", () -> parts.task().run(task -> task.initialize(context)));
        work.run("start", () -> parts.task().run(task -> task.start(parts.config())));
    }

    @Override
    public void move() throws InterruptedException {
        if (!pluginUsed) {
            return;
        }
        delivery.begin();
        boolean failed = true;
        try {
            pollUntilStopped();
            failed = false;
        } catch (InterruptedException e) {
            failed = !control.stopping();
            throw e;
        } finally {
            // An interrupt was meant for the plugin's call that has returned.
            Thread.interrupted();
            delivery.finish(failed);
        }
        delivery.throwFailure();
    }

    private void pollUntilStopped() throws InterruptedException {
        while (!control.stopping()) {
            if (control.paused() && delivery.mayPause()) {
                waitForResume();
            } else if (delivery.awaitRoom()) {
                List<SourceRecord> batch = poll();
                delivery.throwFailure();
                delivery.deliver(batch);
            }
        }
    }

    private List<SourceRecord> poll() throws InterruptedException {
        try {
            long begunNanos = System.nanoTime();
            List<SourceRecord> batch = runner.calls()
                    .work()
                    .<List<SourceRecord>, InterruptedException>call(
                            "poll", () -> parts.task().call(SourceTask::poll));
            if (batch != null) {
                runner.observer().polled(batch, System.nanoTime() - begunNanos);
            }
            return batch;
        } catch (RetriableException | org.apache.kafka.common.errors.RetriableException e) {
            LOGGER.warn(
                    "poll asks for another try task={}",
                    runner.spec().id(),
                    runner.discretion().failure(e));
            control.elapse(RETRY_PAUSE_MS);
            return null;
        }
    }

    private void waitForResume() throws InterruptedException {
        delivery.pause();
        runner.tellPaused();
        if (control.awaitResumed()) {
            delivery.resume();
            runner.tellRunning();
        }
    }

    @Override
    public void wakeUp() {
        // A source has no client call that blocks for long; its own poll is woken by stop() from the stopper.
    }

    @Override
    public void stopPlugin() {
        if (pluginUsed) {
            parts.task().run(SourceTask::stop);
        }
    }

    @Override
    public void cut() {
        delivery.end();
        parts.open().close("producer", () -> parts.producer().close(Duration.ZERO));
        parts.topics().ifPresent(topics -> parts.open().close("topic creator", topics));
        parts.open().close("source offsets", parts.offsets());
        parts.open().close("failure reports", parts.stages());
        parts.open().close("metrics", parts.metrics());
    }

    @Override
    public void close() {
        delivery.end();
        delivery.closing();
        parts.open().close();
    }
}
