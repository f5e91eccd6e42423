package io.millrace.connect.worker.task;

import io.millrace.connect.worker.config.FlushConfig;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls a source task and delivers its records at least once. */
final class SourcePipeline implements Pipeline {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourcePipeline.class);
    private static final long RETRY_PAUSE_MS = 100;

    private final SourceParts parts;
    private final TaskSwitch control;
    private final TaskRunner runner;
    private final SourceSender sender;
    private final OffsetFlusher flusher;

    SourcePipeline(
            SourceParts parts, TaskRunner runner, TaskSwitch control, FlushConfig flush, BooleanSupplier mayCommit) {
        this.parts = parts;
        this.control = control;
        this.runner = runner;
        AckTracker acks = new AckTracker();
        this.sender = new SourceSender(parts, acks, control, runner);
        this.flusher = new OffsetFlusher(
                runner.spec().id().toString(),
                parts,
                acks,
                flush,
                () -> !control.abandoned() && mayCommit.getAsBoolean());
    }

    @Override
    public void start() {
        SourceContext context = new SourceContext(parts.config(), parts.offsets(), parts.metrics());
        parts.task().run(task -> task.initialize(context));
        parts.task().run(task -> task.start(parts.config()));
    }

    @Override
    public void move() throws InterruptedException {
        flusher.start();
        try {
            while (!control.stopping()) {
                if (control.paused()) {
                    waitForResume();
                } else {
                    List<SourceRecord> batch = poll();
                    sender.throwFailure();
                    if (batch != null && !control.abandoned()) {
                        sender.send(batch, flusher);
                    }
                }
            }
        } finally {
            // An interrupt was meant for the plugin's call that has returned.
            Thread.interrupted();
            flusher.finish();
        }
        sender.throwFailure();
    }

    private List<SourceRecord> poll() throws InterruptedException {
        try {
            return parts.task().<List<SourceRecord>, InterruptedException>call(SourceTask::poll);
        } catch (RetriableException | org.apache.kafka.common.errors.RetriableException e) {
            LOGGER.warn("poll asks for another try task={}", runner.spec().id(), e);
            control.elapse(RETRY_PAUSE_MS);
            return null;
        }
    }

    private void waitForResume() throws InterruptedException {
        runner.tellPaused();
        if (control.awaitResumed()) {
            runner.tellRunning();
        }
    }

    @Override
    public void wakeUp() {
        // A source has no client call that blocks for long; its own poll is woken by stop() from the stopper.
    }

    @Override
    public void stopPlugin() {
        parts.task().run(SourceTask::stop);
    }

    @Override
    public void cut() {
        flusher.end();
        parts.open().close("producer", () -> parts.producer().close(Duration.ZERO));
        parts.topics().ifPresent(topics -> parts.open().close("topic creator", topics));
        parts.open().close("failure reports", parts.stages());
        parts.open().close("metrics", parts.metrics());
    }

    @Override
    public void close() {
        flusher.end();
        sender.end();
        parts.open().close();
    }
}
