package io.millrace.connect.worker.task;

import io.millrace.connect.worker.config.FlushConfig;
import io.millrace.connect.worker.errors.StoppingException;
import io.millrace.connect.worker.task.SinkOffsets.RedeliveryNeeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumes, converts and puts records, and commits what the task says is safe. Everything runs on the task's thread. */
final class SinkPipeline implements Pipeline {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkPipeline.class);
    private static final long RETRY_FIRST_MS = 100;
    private static final long RETRY_MAX_MS = 30_000;

    private final SinkParts parts;
    private final TaskRunner runner;
    private final TaskSwitch control;
    private final FlushConfig flush;
    private final SinkConversion conversion;
    private final SinkOffsets offsets;
    private final SinkBatch batch = new SinkBatch();
    private long nextCommitNanos;
    private boolean pausedNow;
    /** Attempts that the batch in hand has behind it; above 0 all partitions are held. */
    private int retries;

    private long retryDelayMs;
    private RuntimeException rebalanceFailure;

    SinkPipeline(SinkParts parts, TaskRunner runner, TaskSwitch control, FlushConfig flush) {
        this.parts = parts;
        this.runner = runner;
        this.control = control;
        this.flush = flush;
        this.conversion = new SinkConversion(parts.converters(), parts.chain(), parts.stages());
        this.offsets = new SinkOffsets(runner.spec().id().toString(), parts);
    }

    @Override
    public void start() {
        parts.task().run(task -> task.initialize(parts.context()));
        parts.task().run(task -> task.start(parts.config()));
        new SinkSubscription(this, parts.consumer()).subscribe(parts.config());
    }

    @Override
    public void move() {
        nextCommitNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(flush.intervalMs());
        try {
            while (!control.stopping()) {
                iterate();
            }
        } catch (RuntimeException | LinkageError e) {
            // What failed must not be committed by asking the task once more.
            closeAll(false);
            throw e;
        }
        closeAll(!control.abandoned());
    }

    private void iterate() {
        try {
            followSwitch();
            commitIfDue();
            rewind();
            take(parts.consumer().poll(Duration.ofMillis(pollTimeoutMs())));
            throwRebalanceFailure();
            // The poll may have lasted until after the stop; then the records are left for whoever comes next.
            if (!control.stopping()) {
                deliver();
            }
        } catch (WakeupException e) {
            LOGGER.trace("sink woken up task={}", runner.spec().id());
        } catch (RedeliveryNeeded e) {
            discardBatch();
        } catch (StoppingException e) {
            if (!control.stopping()) {
                throw e;
            }
            // What was not delivered is not committed either, and comes again.
            LOGGER.debug(
                    "sink stopped between poll and put task={}", runner.spec().id(), e);
        }
        throwRebalanceFailure();
    }

    private void followSwitch() {
        boolean wanted = control.paused();
        if (wanted == pausedNow) {
            return;
        }
        pausedNow = wanted;
        if (wanted) {
            parts.context().holdAll();
            runner.tellPaused();
        } else {
            if (retries == 0) {
                parts.context().releaseAll();
            }
            runner.tellRunning();
        }
    }

    private void commitIfDue() {
        boolean requested = parts.context().takeCommitRequest();
        if (requested || System.nanoTime() - nextCommitNanos >= 0) {
            nextCommitNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(flush.intervalMs());
            offsets.commit();
        }
    }

    private void rewind() {
        parts.context().takeWantedOffsets().forEach((partition, offset) -> {
            if (offsets.knows(partition) && offset != null) {
                parts.consumer().seek(partition, offset);
                offsets.rewound(partition, offset);
                batch.drop(List.of(partition));
            }
        });
    }

    private long pollTimeoutMs() {
        long untilCommit = Math.max(0, TimeUnit.NANOSECONDS.toMillis(nextCommitNanos - System.nanoTime()));
        long wish = parts.context().takeTimeoutMs().orElse(retries > 0 ? retryDelayMs : untilCommit);
        return Math.min(untilCommit, wish);
    }

    private void take(Iterable<ConsumerRecord<byte[], byte[]>> consumed) {
        for (ConsumerRecord<byte[], byte[]> one : consumed) {
            runner.tellTopic(one.topic());
            batch.add(one, conversion.convert(one));
        }
    }

    /** Also without records: some tasks do their housekeeping on empty batches. */
    private void deliver() {
        try {
            parts.task().run(task -> task.put(new ArrayList<>(batch.records())));
        } catch (RetriableException e) {
            retryLater(e);
            return;
        } catch (RuntimeException e) {
            throw new ConnectException("Exiting SinkTask due to unrecoverable exception.", e);
        }
        offsets.delivered(batch.nextOffsets());
        discardBatch();
    }

    private void retryLater(RetriableException e) {
        retries++;
        retryDelayMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS << Math.min(retries - 1, 20));
        LOGGER.warn("put asks for another try task={} retries={}", runner.spec().id(), retries, e);
        // Held partitions keep the consumer in its group while the same batch is tried again.
        parts.context().holdAll();
    }

    private void discardBatch() {
        batch.clear();
        if (retries > 0) {
            retries = 0;
            if (!pausedNow) {
                parts.context().releaseAll();
            }
        }
    }

    private void throwRebalanceFailure() {
        if (rebalanceFailure != null) {
            RuntimeException failure = rebalanceFailure;
            rebalanceFailure = null;
            throw new ConnectException("The task failed while partitions came or went", failure);
        }
    }

    /** In the poll, when partitions come. */
    void opened(Collection<TopicPartition> partitions) {
        guarded(() -> {
            offsets.opened(partitions);
            parts.context().keepHolding();
            if (!partitions.isEmpty()) {
                parts.task().run(task -> task.open(partitions));
            }
            // Tasks that keep their offsets in the target ask for them while they open.
            rewind();
        });
    }

    /** In the poll, when partitions go: what was delivered is committed, what waits is dropped. */
    void closed(Collection<TopicPartition> partitions, boolean commit) {
        List<TopicPartition> known = partitions.stream().filter(offsets::knows).toList();
        if (known.isEmpty()) {
            return;
        }
        guarded(() -> {
            try {
                if (commit && !control.abandoned()) {
                    offsets.commitBeforeClose(known);
                }
                parts.task().run(task -> task.close(known));
            } finally {
                batch.drop(known);
                offsets.forget(known);
                parts.context().forget(new HashSet<>(known));
            }
        });
    }

    private void closeAll(boolean commit) {
        // An interrupt was meant for the plugin's call that has returned; the commit must not fail on it.
        Thread.interrupted();
        closed(parts.consumer().assignment(), commit);
        if (rebalanceFailure != null) {
            LOGGER.warn(
                    "task did not close its partitions cleanly task={}",
                    runner.spec().id(),
                    rebalanceFailure);
        }
    }

    /** The consumer would wrap what a callback throws; it is kept and thrown after the poll. */
    private void guarded(Runnable action) {
        try {
            action.run();
        } catch (WakeupException e) {
            throw e;
        } catch (RuntimeException e) {
            if (rebalanceFailure == null) {
                rebalanceFailure = e;
            }
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
        parts.open().close("consumer", parts.consumer()::wakeup);
        parts.open().close("failure reports", parts.stages());
        parts.open().close("metrics", parts.metrics());
    }

    @Override
    public void close() {
        parts.open().close();
    }
}
