package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.TaskFigures.Flow;
import io.millrace.connect.worker.control.TaskFigures.SourceFigures;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Avg;
import org.apache.kafka.common.metrics.stats.Max;
import org.apache.kafka.common.metrics.stats.Min;
import org.apache.kafka.connect.source.SourceRecord;

/** {@code source-task-metrics} of one task. Any thread. */
final class SourceMetrics implements AutoCloseable {

    /** Acknowledgements are recorded together: a sensor costs more than most of what happens to a record. */
    private static final int RECORDED_TOGETHER_MAX = 256;

    private final MetricGroup group;
    private final Sensor polls;
    private final Sensor pollTimes;
    private final Sensor writes;
    private final Sensor actives;
    private final Sensor transactions;
    private final AtomicLong active = new AtomicLong();
    private final AtomicInteger unrecordedWrites = new AtomicInteger();
    private volatile OptionalLong delayMs = OptionalLong.empty();
    private volatile OptionalLong lastPollMs = OptionalLong.empty();
    /** Empty until there was a record. */
    private volatile Optional<Boolean> snapshot = Optional.empty();

    SourceMetrics(Metrics metrics, Map<String, String> tags) {
        group = new MetricGroup(metrics, "source-task-metrics", tags);
        polls = group.meter("source-record-poll", "records that the task gave");
        writes = group.meter("source-record-write", "records written to their topics");
        pollTimes = group.maxAndAverage(
                "poll-batch", "poll-batch-max-time-ms", "poll-batch-avg-time-ms", "time of a poll in ms");
        group.gauge("source-record-active-count", "records polled and not yet written or left out", active::get);
        actives = group.maxAndAverage(
                "source-record-active-count",
                "source-record-active-count-max",
                "source-record-active-count-avg",
                "number of records polled and not yet written or left out");
        transactions = group.sensor("transaction-size");
        transactions.add(group.name("transaction-size-min", "records of the smallest transaction"), new Min());
        transactions.add(group.name("transaction-size-max", "records of the greatest transaction"), new Max());
        transactions.add(group.name("transaction-size-avg", "records of a transaction"), new Avg());
        group.gauge(
                "source-record-delay-ms",
                "how old the newest record was when it was polled; not a number while none told its time",
                () -> delayMs.isPresent() ? (double) delayMs.getAsLong() : Double.NaN);
    }

    void polled(List<SourceRecord> batch, long nanos) {
        long nowMs = System.currentTimeMillis();
        lastPollMs = OptionalLong.of(nowMs);
        pollTimes.record(MetricGroup.millis(nanos));
        SnapshotMark.of(batch).ifPresent(mark -> snapshot = Optional.of(mark));
        polls.record(batch.size());
        actives.record((double) active.addAndGet(batch.size()));
        OptionalLong eventMs = EventTime.newest(batch);
        if (eventMs.isPresent()) {
            delayMs = OptionalLong.of(Math.max(0, nowMs - eventMs.getAsLong()));
        }
    }

    void acknowledged(boolean written) {
        long stillActive = active.decrementAndGet();
        int unrecorded = written ? unrecordedWrites.incrementAndGet() : unrecordedWrites.get();
        if (unrecorded >= RECORDED_TOGETHER_MAX || stillActive == 0) {
            int taken = unrecordedWrites.getAndSet(0);
            if (taken > 0) {
                writes.record(taken);
            }
            actives.record((double) stillActive);
        }
    }

    void transactionCommitted(long records) {
        transactions.record((double) records);
    }

    Flow in() {
        return new Flow(group.value("source-record-poll-rate"), (long) group.value("source-record-poll-total"));
    }

    Flow out() {
        return new Flow(group.value("source-record-write-rate"), (long) group.value("source-record-write-total"));
    }

    long active() {
        return active.get();
    }

    /** Whether the newest record is of a snapshot; empty until there was one. */
    Optional<Boolean> snapshot() {
        return snapshot;
    }

    SourceFigures figures() {
        return new SourceFigures(delayMs, lastPollMs);
    }

    @Override
    public void close() {
        group.close();
    }
}
