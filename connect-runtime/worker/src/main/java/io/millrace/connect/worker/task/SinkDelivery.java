package io.millrace.connect.worker.task;

import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.secrets.Discretion;
import io.millrace.connect.worker.stuck.CallMark;
import io.millrace.connect.worker.task.PoisonSearch.Poison;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The batch in hand of a sink on its way into the task, once or more often. */
final class SinkDelivery {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkDelivery.class);
    private static final long RETRY_FIRST_MS = 100;
    private static final long RETRY_MAX_MS = 30_000;

    private final String name;
    private final SinkParts parts;
    private final SinkConversion conversion;
    private final SinkOffsets offsets;
    private final PollKeeper keeper;
    private final TaskObserver observer;
    private final Discretion discretion;
    private final CallMark work;
    private final TaskSwitch control;
    private final ErrantRecords errantRecords;
    private final PoisonSearch search;
    private final SinkBatch batch = new SinkBatch();
    /** Attempts that the batch has behind it. */
    private int retries;

    private long retryDelayMs;
    private long retryingSinceNanos;
    private volatile boolean failed;

    SinkDelivery(
            TaskRunner runner,
            SinkParts parts,
            TaskSwitch control,
            SinkOffsets offsets,
            PollKeeper keeper,
            SinkHoldings holdings) {
        this.name = runner.spec().id().toString();
        this.observer = runner.observer();
        this.discretion = runner.discretion();
        this.work = runner.calls().work();
        this.parts = parts;
        this.conversion = new SinkConversion(parts.converters(), parts.chain(), parts.stages(), holdings::refusal);
        this.offsets = offsets;
        this.keeper = keeper;
        this.control = control;
        this.errantRecords = new ErrantRecords(parts.stages(), parts.converters());
        this.search = new PoisonSearch(
                this::putInTask,
                parts.putPolicy().inARowMax(),
                () -> control.stopping() || Thread.currentThread().isInterrupted());
    }

    /** Adds a record to the batch. */
    void take(ConsumerRecord<byte[], byte[]> consumed) {
        batch.add(consumed, conversion.convert(consumed));
    }

    /** Behind these offsets the next poll goes on. */
    void passed(Map<TopicPartition, OffsetAndMetadata> next) {
        batch.passed(next);
    }

    /** Puts the batch; also without records, as some tasks do their housekeeping on empty batches. */
    void deliver() {
        long begunNanos = System.nanoTime();
        try {
            keeper.during(this::put, () -> taken(System.nanoTime() - begunNanos));
        } catch (RetriableException e) {
            retryLater(e);
            return;
        }
        discard();
    }

    /** Before a rebalance that has waited for it goes on. */
    private void taken(long nanos) {
        if (!control.undisturbed()) {
            LOGGER.warn("put returned because it was stopped, its records come again task={}", name);
            return;
        }
        observer.put(batch.records().size(), nanos);
        offsets.delivered(batch.nextOffsets());
    }

    private void put() {
        try {
            putOrIsolate();
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            failed = true;
            throw e;
        }
    }

    private void putOrIsolate() {
        List<SinkRecord> records = List.copyOf(batch.records());
        try {
            putInTask(new ArrayList<>(records));
            if (!records.isEmpty()) {
                search.taken();
            }
        } catch (RetriableException e) {
            if (!isolates() || !retriesAreOver()) {
                throw e;
            }
            isolate(records, e, true);
        } catch (RuntimeException e) {
            if (!isolates() || !PoisonSearch.mayBlameRecords(e)) {
                throw unrecoverable(e);
            }
            isolate(records, e, false);
        }
    }

    private void putInTask(List<SinkRecord> records) {
        try {
            work.run("put", () -> parts.task().run(task -> task.put(records)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Not declared, but Java's compiler is the only one to insist.
            throw new ConnectException("put threw a checked exception", e);
        }
    }

    /** What fails while the task stops says nothing of the records. */
    private boolean isolates() {
        return parts.putPolicy().isolates(parts.context().reporterTaken())
                && !batch.records().isEmpty()
                && !control.stopping()
                && !Thread.currentThread().isInterrupted();
    }

    private boolean retriesAreOver() {
        long timeoutMs = parts.putPolicy().retryTimeoutMs();
        return timeoutMs > 0
                && retries > 0
                && System.nanoTime() - retryingSinceNanos >= TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    }

    private void isolate(List<SinkRecord> records, RuntimeException failure, boolean retriesAreOver) {
        LOGGER.warn(
                "put failed, looking for the records to blame task={} records={}",
                name,
                records.size(),
                discretion.failure(failure));
        try {
            for (Poison poison : search.search(records, failure, retriesAreOver)) {
                var unused = errantRecords.report(poison.record(), poison.failure());
            }
        } catch (RetriableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unrecoverable(e);
        }
    }

    private static ConnectException unrecoverable(RuntimeException e) {
        return new ConnectException("Exiting SinkTask due to unrecoverable exception.", e);
    }

    private void retryLater(RetriableException e) {
        if (retries == 0) {
            retryingSinceNanos = System.nanoTime();
        }
        retries++;
        retryDelayMs = Math.min(RETRY_MAX_MS, RETRY_FIRST_MS << Math.min(retries - 1, 20));
        LOGGER.warn("put asks for another try task={} retries={}", name, retries, discretion.failure(e));
    }

    /** Whether the batch waits to be tried again, so that no more records may be read. */
    boolean retrying() {
        return retries > 0;
    }

    /** How long to wait before the next attempt, unless the task says otherwise. */
    long retryDelayMs() {
        return retryDelayMs;
    }

    /** Whether the task failed on the batch, so that it must not be asked what may be committed. */
    boolean failed() {
        return failed;
    }

    /** Takes out what came from partitions that are no longer here, or are to be read from elsewhere. */
    void drop(Collection<TopicPartition> partitions) {
        batch.drop(partitions);
    }

    /** The batch is done with, or its records come again. */
    void discard() {
        batch.clear();
        retries = 0;
    }
}
