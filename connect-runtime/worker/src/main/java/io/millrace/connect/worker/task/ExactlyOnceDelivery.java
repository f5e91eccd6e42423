package io.millrace.connect.worker.task;

import io.millrace.connect.worker.budget.BudgetExceededException;
import io.millrace.connect.worker.budget.RecordBytes;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.config.BudgetConfig;
import io.millrace.connect.worker.errors.StoppingException;
import io.millrace.connect.worker.exactlyonce.TransactionBoundary;
import io.millrace.connect.worker.exactlyonce.TransactionBoundary.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records and their offsets in transactions (KIP-618): whoever reads committed records sees each exactly once,
 * and the next life of the task goes on where the last committed transaction ended. The source hears of its records when
 * they are committed. What a transaction has not committed when the task fails is aborted.
 */
final class ExactlyOnceDelivery implements Delivery {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExactlyOnceDelivery.class);

    /** Records in one transaction; a source that says itself where transactions end must end one before that. */
    private static final int RECORDS_MAX = 1_000_000;

    private final SourceParts parts;
    private final SourceConversion conversion;
    private final SourceReceipts receipts;
    private final TransactionalTurn turn;
    private final TransactionBoundary boundary;
    private final Transactions transactions;
    private final TaskRunner runner;
    private final TaskSwitch control;

    /** Since the last commit: the newest offset of each source partition, and every record in its order. */
    private final Map<Map<String, ?>, Map<String, ?>> offsets = new HashMap<>();

    private final List<Sent> uncommitted = new ArrayList<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean errorsExpected;
    /** A batch was given up in its middle, because the task stops. */
    private boolean cutShort;

    ExactlyOnceDelivery(
            SourceParts parts,
            TransactionalTurn turn,
            TransactionBoundary boundary,
            TaskRunner runner,
            TaskSwitch control) {
        this.parts = parts;
        this.conversion = SourceConversion.of(parts);
        this.receipts =
                new SourceReceipts(runner.spec().id(), parts.task(), control, runner.calls(), runner.discretion());
        this.turn = turn;
        this.boundary = boundary;
        this.transactions = new Transactions(runner.spec().id(), parts.producer());
        this.runner = runner;
        this.control = control;
    }

    /** A polled record. Its metadata are set on the producer's thread, which the commit waits for before they are read. */
    private static final class Sent {
        private final SourceRecord record;
        private RecordMetadata metadata;
        private long bytes;

        private Sent(SourceRecord record) {
            this.record = record;
        }
    }

    @Override
    public boolean open() throws InterruptedException {
        return turn.take(transactions);
    }

    @Override
    public TransactionContext transactionContext() {
        return boundary.context();
    }

    @Override
    public void begin() {
        boundary.begin();
    }

    /** What is held goes with the transaction's end, for which nothing can wait here. */
    @Override
    public boolean awaitRoom() {
        return true;
    }

    @Override
    public void deliver(List<SourceRecord> batch) throws InterruptedException {
        if (control.abandoned()) {
            return;
        }
        if (batch != null) {
            PollBytes poll = new PollBytes(receipts.id(), parts.budget());
            for (SourceRecord polled : batch) {
                throwFailure();
                try {
                    send(polled, poll);
                } catch (StoppingException | InterruptException e) {
                    if (!control.stopping()) {
                        throw e;
                    }
                    LOGGER.debug("stopped between poll and send task={}", receipts.id(), e);
                    cutShort = true;
                    return;
                }
                end(boundary.after(polled));
            }
        }
        Ending ending = boundary.afterBatch(uncommitted.size());
        end(ending == Ending.NONE && !parts.budget().hasRoom() ? boundary.whenFull() : ending);
    }

    private void send(SourceRecord polled, PollBytes poll) {
        if (uncommitted.size() >= RECORDS_MAX) {
            throw new ConnectException("The transaction of task " + receipts.id() + " holds " + RECORDS_MAX
                    + " records and its connector has not ended it. Let the connector make smaller transactions, or set"
                    + " transaction.boundary to poll or interval.");
        }
        ProcessingContext<SourceRecord> context = new ProcessingContext<>(polled);
        ProducerRecord<byte[], byte[]> converted = conversion.convert(context, polled);
        Sent sent = new Sent(polled);
        if (converted != null) {
            refuseOffsetTopic(converted.topic());
            hold(sent, converted, poll);
            parts.topics().ifPresent(topics -> topics.ensure(converted.topic()));
            transactions.send(converted, (metadata, error) -> onSent(sent, metadata, error));
        }
        uncommitted.add(sent);
        offsets.put(polled.sourcePartition(), polled.sourceOffset());
    }

    private void hold(Sent sent, ProducerRecord<byte[], byte[]> converted, PollBytes poll) {
        TaskBudget budget = parts.budget();
        long bytes = RecordBytes.of(converted);
        RecordTooLargeException tooLarge = poll.refusal(converted.topic(), bytes);
        if (tooLarge != null) {
            throw tooLarge;
        }
        poll.add(bytes);
        if (budget.heldBytes() + bytes > budget.bytes() && boundary.context() != null) {
            throw new BudgetExceededException("The transaction of task " + receipts.id() + " holds "
                    + budget.heldBytes() + " bytes in " + uncommitted.size() + " records, its connector has not ended"
                    + " it, and " + BudgetConfig.TASK_KEY + " is " + budget.bytes() + ". Let the connector make smaller"
                    + " transactions, set transaction.boundary to poll or interval, or raise " + BudgetConfig.TASK_KEY
                    + " of the connector.");
        }
        budget.take(bytes);
        sent.bytes = bytes;
    }

    /** A source that reads its offsets would wait for the end of its own open transaction. */
    private void refuseOffsetTopic(String topic) {
        if (topic.equals(parts.offsets().topic())) {
            throw new ConnectException(
                    "A source that delivers exactly once may not write to its own offset topic \"" + topic + "\"");
        }
    }

    /** On the producer's thread. */
    private void onSent(Sent sent, RecordMetadata metadata, Exception error) {
        if (error == null) {
            sent.metadata = metadata;
        } else if (!errorsExpected && !control.abandoned()) {
            failure.compareAndSet(null, error);
        }
    }

    /** Tolerated or not: with one record missing, the transaction cannot be committed any more. */
    @Override
    public void throwFailure() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw transactions.failure("Unrecoverable exception from producer send callback", failed);
        }
    }

    private void end(Ending ending) throws InterruptedException {
        switch (ending) {
            case NONE -> {}
            case COMMIT -> commit();
            case ABORT -> {
                abort();
                commit();
            }
        }
    }

    private void abort() {
        LOGGER.info("transaction aborted as its connector asks task={} records={}", receipts.id(), uncommitted.size());
        // What the producer still has of it ends in an error that says so.
        errorsExpected = true;
        transactions.abort();
        errorsExpected = false;
        uncommitted.forEach(sent -> sent.metadata = null);
    }

    private void commit() throws InterruptedException {
        if (control.abandoned() || (!transactions.open() && offsets.isEmpty())) {
            return;
        }
        // The offsets leave records behind whose dead letters must be safe before.
        parts.stages().awaitReports();
        long begunNanos = System.nanoTime();
        parts.offsets().committing(offsets);
        try {
            transactions.commit(parts.offsets().records(offsets));
        } catch (ConnectException e) {
            runner.observer().commitFailed(System.nanoTime() - begunNanos);
            throw e;
        }
        runner.observer().committed(Map.of(), System.nanoTime() - begunNanos);
        parts.offsets().committed(offsets);
        offsets.clear();
        tellSource();
    }

    private void tellSource() throws InterruptedException {
        Set<String> topics = new HashSet<>();
        long written = 0;
        for (Sent sent : uncommitted) {
            runner.observer().acknowledged(sent.metadata != null);
            receipts.commitRecord(sent.record, sent.metadata);
            parts.budget().give(sent.bytes);
            if (sent.metadata != null) {
                topics.add(sent.metadata.topic());
                written++;
            }
        }
        runner.observer().transactionCommitted(written);
        uncommitted.clear();
        topics.forEach(runner::tellTopic);
        receipts.commit();
    }

    @Override
    public boolean mayPause() {
        return !transactions.open() || boundary.endsForPause();
    }

    @Override
    public void pause() throws InterruptedException {
        // Left open, the transaction would be ended by the broker, and the task with it.
        end(boundary.atEnd());
    }

    @Override
    public void resume() {
        boundary.begin();
    }

    @Override
    public void finish(boolean failed) throws InterruptedException {
        // The batch may be one transaction of its connector, of which no part may be committed; it comes again.
        if (failed || cutShort || control.abandoned() || failure.get() != null) {
            LOGGER.debug("open transaction is left to be aborted task={}", receipts.id());
            return;
        }
        end(boundary.atEnd());
    }

    @Override
    public void end() {
        // Nothing goes on in the background.
    }

    @Override
    public void closing() {
        errorsExpected = true;
    }
}
