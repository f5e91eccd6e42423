package io.millrace.connect.worker.task;

import io.millrace.connect.worker.budget.RecordBytes;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.errors.StoppingException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes polled records through transformations and converters to the producer, and keeps account of their offsets. */
final class SourceSender {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceSender.class);

    /** Offsets that wait to be committed; beyond that the task waits before it goes on. */
    private static final int UNCOMMITTED_MAX = 200_000;

    /** Whole records that wait for one before them; beyond that the task waits before it goes on. */
    private static final int UNRECEIPTED_MAX = 20_000;

    private static final CompletableFuture<Void> NOTHING_TO_REPORT = CompletableFuture.completedFuture(null);
    private static final long FULL_PAUSE_MS = 20;
    private static final long BUDGET_PAUSE_MS = 5;
    private static final long RETRY_PAUSE_MS = 100;

    private final SourceParts parts;
    private final SourceConversion conversion;
    private final SourceReceipts receipts;
    private final AckTracker acks;
    private final TaskSwitch control;
    private final TaskRunner runner;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean ended;
    /** Records that may be submitted before it is time to ask the tracker again: what it hears meanwhile makes room. */
    private int room;

    SourceSender(SourceParts parts, AckTracker acks, TaskSwitch control, TaskRunner runner) {
        this.parts = parts;
        this.conversion = SourceConversion.of(parts);
        this.receipts =
                new SourceReceipts(runner.spec().id(), parts.task(), control, runner.calls(), runner.discretion());
        this.acks = acks;
        this.control = control;
        this.runner = runner;
    }

    /** Sends a batch; returns early, without loss, when it is time to stop: what was not submitted is polled again. */
    void send(List<SourceRecord> batch, OffsetFlusher flusher) {
        PollBytes poll = new PollBytes(runner.spec().id(), parts.budget());
        for (SourceRecord polled : batch) {
            if (!awaitRoom(flusher)) {
                return;
            }
            throwFailure();
            try {
                if (!sendOne(polled, poll)) {
                    return;
                }
            } catch (StoppingException | InterruptException e) {
                if (!control.stopping()) {
                    throw e;
                }
                LOGGER.debug(
                        "stopped between poll and send task={}", runner.spec().id(), e);
                return;
            }
        }
    }

    /** From here on the producer is closed, and what it cuts off says nothing of the records. */
    void end() {
        ended = true;
    }

    /** Waits for acknowledgements while so much is under way that no more may be; false when it is time to stop. */
    boolean awaitRoom(OffsetFlusher flusher) {
        return awaitFewer(flusher) && awaitBudget();
    }

    private boolean awaitFewer(OffsetFlusher flusher) {
        if (room <= 0) {
            room = acks.room(UNCOMMITTED_MAX, UNRECEIPTED_MAX);
        }
        while (room <= 0) {
            throwFailure();
            if (acks.uncommitted() >= UNCOMMITTED_MAX) {
                flusher.flushSoon();
            }
            if (!control.elapse(FULL_PAUSE_MS)) {
                return false;
            }
            room = acks.room(UNCOMMITTED_MAX, UNRECEIPTED_MAX);
        }
        return true;
    }

    private boolean awaitBudget() {
        TaskBudget budget = parts.budget();
        if (budget.hasRoom()) {
            return true;
        }
        long begunNanos = System.nanoTime();
        boolean going = true;
        while (going && !budget.hasRoom()) {
            throwFailure();
            going = control.elapse(BUDGET_PAUSE_MS);
        }
        budget.throttled(System.nanoTime() - begunNanos);
        return going;
    }

    /** Throws what a send reported in the background. */
    void throwFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new ConnectException("Unrecoverable exception from producer send callback", failed);
        }
    }

    private AckTracker.Submitted submit(SourceRecord polled, long bytes) {
        room--;
        return acks.submit(polled, bytes);
    }

    private boolean sendOne(SourceRecord polled, PollBytes poll) {
        SourceProcessing context = new SourceProcessing(polled);
        ProducerRecord<byte[], byte[]> converted = conversion.convert(context, polled);
        if (converted == null) {
            AckTracker.Submitted left = submit(polled, 0);
            settleAfter(context.failed() ? parts.stages().reports() : NOTHING_TO_REPORT, left);
            return true;
        }
        context.converted(converted);
        long bytes = RecordBytes.of(converted);
        RecordTooLargeException tooLarge = poll.refusal(converted.topic(), bytes);
        if (tooLarge != null) {
            onSent(context, submit(polled, 0), null, tooLarge);
            return true;
        }
        poll.add(bytes);
        parts.topics().ifPresent(topics -> topics.ensure(converted.topic()));
        parts.budget().take(bytes);
        AckTracker.Submitted submitted = submit(polled, bytes);
        while (true) {
            try {
                var unused = parts.producer()
                        .send(converted, (metadata, error) -> onSent(context, submitted, metadata, error));
                return true;
            } catch (InterruptException e) {
                acks.withdraw(submitted);
                throw e;
            } catch (org.apache.kafka.common.errors.RetriableException | RetriableException e) {
                LOGGER.warn(
                        "send failed, trying again task={} topic={}",
                        runner.spec().id(),
                        converted.topic(),
                        runner.discretion().failure(e));
                if (!control.elapse(RETRY_PAUSE_MS)) {
                    acks.withdraw(submitted);
                    return false;
                }
            } catch (KafkaException e) {
                acks.lose();
                throw new ConnectException("Unrecoverable exception trying to send", e);
            }
        }
    }

    /** On the producer's thread, or on the task's for what the producer is not given. */
    private void onSent(
            ProcessingContext<SourceRecord> context,
            AckTracker.Submitted submitted,
            RecordMetadata metadata,
            Throwable error) {
        if (ended || control.abandoned()) {
            return;
        }
        if (error == null) {
            settle(submitted, metadata);
            return;
        }
        context.currentContext(Stage.KAFKA_PRODUCE, SourceTask.class);
        context.error(error);
        CompletableFuture<Void> report;
        try {
            report = parts.stages().giveUp(context);
        } catch (ConnectException notTolerated) {
            acks.lose();
            failure.compareAndSet(null, error);
            return;
        } catch (Throwable e) {
            // The producer only logs what its callbacks throw, and the task would wait for this record for ever.
            acks.lose();
            failure.compareAndSet(null, e);
            return;
        }
        // Skipped, hence done with: KIP-779.
        settleAfter(report, submitted);
    }

    /** A record that is left out is done with when its dead letter, if it gets one, is safe. */
    private void settleAfter(CompletableFuture<Void> report, AckTracker.Submitted submitted) {
        var unused = report.whenComplete((reported, unreported) -> {
            if (ended || control.abandoned()) {
                return;
            }
            if (unreported == null) {
                settle(submitted, null);
            } else {
                acks.lose();
                failure.compareAndSet(
                        null, new ConnectException("A record was given up and its report failed", unreported));
            }
        });
    }

    private void settle(AckTracker.Submitted submitted, RecordMetadata written) {
        try {
            runner.observer().acknowledged(written != null);
            acks.acknowledge(submitted, written, this::commitRecord);
            if (written != null) {
                runner.tellTopic(written.topic());
            }
        } catch (Throwable e) {
            // The producer only logs what its callbacks throw, and the task would go on without its receipts.
            failure.compareAndSet(null, e);
        }
    }

    private void commitRecord(AckTracker.Receipt receipt) {
        receipts.commitRecord(receipt.record(), receipt.metadata());
    }
}
