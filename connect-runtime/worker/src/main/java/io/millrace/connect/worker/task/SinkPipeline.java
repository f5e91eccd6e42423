package io.millrace.connect.worker.task;

import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.errors.StoppingException;
import io.millrace.connect.worker.stuck.CallMark;
import io.millrace.connect.worker.task.SinkOffsets.RedeliveryNeeded;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumes, converts and puts records, and commits what the task says is safe. The plugin runs on the task's thread. */
final class SinkPipeline implements Pipeline {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkPipeline.class);

    /** How long to poll for the answer to a commit, where nothing else can come. */
    private static final long FULL_POLL_MS = 100;

    private final SinkParts parts;
    private final TaskRunner runner;
    private final TaskSwitch control;
    private final FlushConfig flush;
    private final PollKeeper keeper;
    private final SinkOffsets offsets;
    private final SinkHoldings holdings;
    private final SinkDelivery delivery;
    private final SinkPartitions partitions;
    private long nextCommitNanos;
    private boolean pausedNow;

    SinkPipeline(SinkParts parts, TaskRunner runner, TaskSwitch control, FlushConfig flush) {
        this.parts = parts;
        this.runner = runner;
        this.control = control;
        this.flush = flush;
        String name = runner.spec().id().toString();
        this.keeper =
                new PollKeeper(name, parts.consumer(), parts.context()::holdAll, control::abandoned, parts.polls());
        parts.open().add("poll keeper", keeper);
        this.holdings = new SinkHoldings(name, parts.budget(), parts.holdUncommitted());
        this.offsets = new SinkOffsets(runner, parts, control, keeper, holdings);
        this.delivery = new SinkDelivery(runner, parts, control, offsets, keeper, holdings);
        this.partitions = new SinkPartitions(parts, runner.calls().work(), control, offsets, delivery, keeper);
    }

    @Override
    public void start() {
        CallMark work = runner.calls().work();
        work.run("initialize", () -> parts.task().run(task -> task.initialize(parts.context())));
        work.run("start", () -> parts.task().run(task -> task.start(parts.config())));
        new SinkSubscription(partitions, parts.consumer()).subscribe(parts.config());
    }

    @Override
    public void move() {
        nextCommitNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(flush.intervalMs());
        try {
            while (!control.stopping()) {
                iterate();
            }
        } catch (Throwable e) {
            // Plugins throw anything; what failed must not be committed by asking the task once more.
            closeAfter(e);
            throw e;
        }
        closeAll(control.undisturbed());
    }

    private void iterate() {
        try {
            followSwitch();
            // First the wishes of the last put: what a task wants to read again must not be committed.
            partitions.rewind();
            commitIfDue();
            boolean full = !delivery.retrying() && holdings.full();
            parts.context().settle(pausedNow || delivery.retrying() || full);
            take(parts.consumer().poll(Duration.ofMillis(pollTimeoutMs(full))));
            partitions.throwFailure();
            // The poll may have lasted until after the stop; then the records are left for whoever comes next.
            if (!control.stopping()) {
                delivery.deliver();
            }
        } catch (WakeupException e) {
            LOGGER.trace("sink woken up task={}", runner.spec().id());
        } catch (RedeliveryNeeded e) {
            delivery.discard();
        } catch (StoppingException e) {
            if (!control.stopping()) {
                throw e;
            }
            // What was not delivered is not committed either, and comes again.
            LOGGER.debug(
                    "sink stopped between poll and put task={}", runner.spec().id(), e);
        }
        keeper.throwFailure();
        partitions.throwFailure();
    }

    private void followSwitch() {
        boolean wanted = control.paused();
        if (wanted == pausedNow) {
            return;
        }
        pausedNow = wanted;
        if (wanted) {
            runner.tellPaused();
        } else {
            runner.tellRunning();
        }
    }

    private void commitIfDue() {
        boolean requested = parts.context().takeCommitRequest();
        boolean wanted = holdings.wantsCommit(!offsets.underWay(), delivery.retrying());
        if (requested || wanted || System.nanoTime() - nextCommitNanos >= 0) {
            nextCommitNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(flush.intervalMs());
            offsets.commit();
        }
    }

    private long pollTimeoutMs(boolean full) {
        long untilCommit = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nextCommitNanos - System.nanoTime()));
        if (full) {
            untilCommit = Math.min(untilCommit, FULL_POLL_MS);
        }
        long wish = parts.context().takeTimeoutMs().orElse(delivery.retrying() ? delivery.retryDelayMs() : untilCommit);
        return Math.min(untilCommit, wish);
    }

    private void take(ConsumerRecords<byte[], byte[]> consumed) {
        runner.observer().consumed(consumed);
        holdings.fetched(consumed);
        String told = null;
        for (ConsumerRecord<byte[], byte[]> one : consumed) {
            if (!one.topic().equals(told)) {
                told = one.topic();
                runner.tellTopic(told);
            }
            delivery.take(one);
        }
        delivery.passed(consumed.nextOffsets());
    }

    private void closeAfter(Throwable failure) {
        try {
            closeAll(false);
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    private void closeAll(boolean commit) {
        // An interrupt was meant for the plugin's call that has returned; the commit must not fail on it.
        Thread.interrupted();
        partitions.closed(parts.consumer().assignment(), commit);
        RuntimeException failure = partitions.takeFailure();
        if (failure != null) {
            LOGGER.warn(
                    "task did not close its partitions cleanly task={}",
                    runner.spec().id(),
                    runner.discretion().failure(failure));
        }
    }

    @Override
    public void wakeUp() {
        parts.consumer().wakeup();
    }

    @Override
    public void stopPlugin() {
        parts.task().run(SinkTask::stop);
    }

    @Override
    public void cut() {
        // The consumer belongs to the thread that hangs; the group puts it out when it misses its polls.
        parts.open().close("poll keeper", keeper);
        parts.open().close("consumer", parts.consumer()::wakeup);
        parts.open().close("failure reports", parts.stages());
        parts.open().close("metrics", parts.metrics());
    }

    @Override
    public void close() {
        parts.open().close();
    }
}
