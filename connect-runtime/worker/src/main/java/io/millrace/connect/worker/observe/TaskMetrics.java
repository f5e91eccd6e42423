package io.millrace.connect.worker.observe;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.placement.Hold;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskFigures;
import io.millrace.connect.worker.control.TaskFigures.BudgetFigures;
import io.millrace.connect.worker.control.TaskFigures.Flow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Frequencies;
import org.apache.kafka.connect.source.SourceRecord;

/** The metrics of one incarnation of a task, registered from its making to its removal. */
final class TaskMetrics implements TaskObserver {

    private final TaskId id;
    private final Metrics metrics;
    private final StartupMetrics startups;
    private final ThreadGroup threads;
    private final LoadMeter load;
    private final Runnable onClose;
    private final Map<String, String> tags;
    private final StateClock clock = new StateClock(System::nanoTime);
    private final MetricGroup group;
    private final ErrorMetrics errors;
    private final Sensor batches;
    private final Sensor commitTimes;
    private final Sensor commitOutcomes;
    private boolean begun;
    private boolean closed;
    private PluginNames names;

    private volatile Optional<TaskBudget> budget = Optional.empty();
    private volatile Optional<SourceMetrics> source = Optional.empty();
    private volatile Optional<SinkMetrics> sink = Optional.empty();
    private volatile Optional<IsolationLevel> lagIsolation = Optional.empty();
    private volatile OptionalLong lastCommitMs = OptionalLong.empty();

    TaskMetrics(TaskId id, Metrics metrics, StartupMetrics startups, ThreadGroup threads, Runnable onClose) {
        this.id = id;
        this.metrics = metrics;
        this.startups = startups;
        this.threads = threads;
        this.load = new LoadMeter(threads, this::records, System.nanoTime());
        this.onClose = onClose;
        this.tags = new LinkedHashMap<>();
        tags.put("connector", id.connector());
        tags.put("task", Integer.toString(id.task()));
        group = new MetricGroup(metrics, "connector-task-metrics", tags);
        group.gauge("status", "the state of the task", () -> state().name().toLowerCase(Locale.ROOT))
                .gauge("running-ratio", "the part of its life that the task ran", () -> clock.ratio(Lifecycle.RUNNING))
                .gauge("pause-ratio", "the part of its life that the task paused", () -> clock.ratio(Lifecycle.PAUSED));
        batches = group.maxAndAverage("batch-size", "batch-size-max", "batch-size-avg", "number of records in a batch");
        commitTimes = group.maxAndAverage(
                "offset-commit-time",
                "offset-commit-max-time-ms",
                "offset-commit-avg-time-ms",
                "time of an offset commit in ms");
        commitOutcomes = group.sensor("offset-commit-outcome");
        commitOutcomes.add(Frequencies.forBooleanValues(
                group.name("offset-commit-failure-percentage", "offset commits that failed, of 1"),
                group.name("offset-commit-success-percentage", "offset commits that succeeded, of 1")));
        errors = new ErrorMetrics(metrics, tags);
        startups.attempted();
    }

    @Override
    public ThreadGroup threads() {
        return threads;
    }

    private long records() {
        return source.map(own -> own.in().total() + own.out().total())
                .or(() -> sink.map(own -> own.in().total() + own.out().total()))
                .orElse(0L);
    }

    /** Looks at what the task costs, and says what it has cost lately. */
    TaskLoad load(long nowNanos) {
        load.sample(nowNanos);
        return new TaskLoad(load.load(), load.measuredMs(), hold());
    }

    /** Whoever has failed begins anew, wherever that is. */
    private Optional<Hold> hold() {
        Lifecycle state = state();
        Optional<Boolean> snapshot = source.flatMap(SourceMetrics::snapshot);
        if (state == Lifecycle.FAILED || sink.isPresent()) {
            return Optional.empty();
        }
        if (snapshot.isEmpty()) {
            return state == Lifecycle.PAUSED ? Optional.empty() : Optional.of(Hold.STARTING);
        }
        return snapshot.get() ? Optional.of(Hold.SNAPSHOT) : Optional.empty();
    }

    Lifecycle state() {
        return clock.state();
    }

    @Override
    public synchronized void state(Lifecycle state) {
        clock.enter(state);
        if (!begun && (state == Lifecycle.RUNNING || state == Lifecycle.FAILED)) {
            begun = true;
            startups.ended(state == Lifecycle.RUNNING);
        }
    }

    @Override
    public synchronized void loaded(TaskPlugins plugins) {
        if (closed) {
            return;
        }
        names = new PluginNames(metrics, group, tags, plugins);
        if (plugins.type() == ConnectorType.SOURCE) {
            source = Optional.of(new SourceMetrics(metrics, tags));
        } else {
            sink = Optional.of(new SinkMetrics(metrics, tags));
        }
    }

    @Override
    public synchronized void budgeted(TaskBudget opened) {
        if (closed) {
            return;
        }
        budget = Optional.of(opened);
        group.gauge("held-bytes", "bytes of records that the task holds", opened::heldBytes)
                .gauge("held-bytes-max", "the most bytes of records that the task has held", opened::heldMaxBytes)
                .gauge("budget-bytes", "bytes of records that the task may hold", opened::bytes)
                .gauge(
                        "budget-throttled-time-ms-total",
                        "how long the task has waited for room in its budget",
                        () -> TimeUnit.NANOSECONDS.toMillis(opened.throttledNanos()));
    }

    @Override
    public void trouble(Trouble trouble) {
        errors.trouble(trouble);
    }

    @Override
    public void polled(List<SourceRecord> batch, long nanos) {
        batches.record(batch.size());
        source.ifPresent(own -> own.polled(batch, nanos));
    }

    @Override
    public void acknowledged(boolean written) {
        source.ifPresent(own -> own.acknowledged(written));
    }

    @Override
    public void transactionCommitted(long records) {
        source.ifPresent(own -> own.transactionCommitted(records));
    }

    @Override
    public void consumes(IsolationLevel isolation, boolean lagKnown) {
        lagIsolation = lagKnown ? Optional.of(isolation) : Optional.empty();
    }

    @Override
    public void opened(Map<TopicPartition, Long> offsets) {
        sink.ifPresent(own -> own.positions().opened(offsets));
    }

    @Override
    public void closed(Collection<TopicPartition> partitions) {
        sink.ifPresent(own -> own.positions().closed(partitions));
    }

    @Override
    public void consumed(ConsumerRecords<byte[], byte[]> records) {
        sink.ifPresent(own -> own.consumed(records));
    }

    @Override
    public void put(int records, long nanos) {
        if (records > 0) {
            batches.record(records);
        }
        sink.ifPresent(own -> own.put(records, nanos));
    }

    @Override
    public void rewound(TopicPartition partition, long offset) {
        sink.ifPresent(own -> own.positions().rewound(partition, offset));
    }

    @Override
    public void committing(int number) {
        sink.ifPresent(own -> own.committing(number));
    }

    @Override
    public void committed(Map<TopicPartition, OffsetAndMetadata> offsets, long nanos) {
        lastCommitMs = OptionalLong.of(System.currentTimeMillis());
        commitTimes.record(MetricGroup.millis(nanos));
        commitOutcomes.record(1);
        sink.ifPresent(own -> own.committed(offsets));
    }

    @Override
    public void commitFailed(long nanos) {
        commitTimes.record(MetricGroup.millis(nanos));
        commitOutcomes.record(0);
    }

    @Override
    public void commitSkipped() {
        sink.ifPresent(SinkMetrics::commitSkipped);
    }

    /** Where the task stands in its topics and how it reads them, if the ends of these can be asked for. */
    Optional<Lag> lag() {
        return sink.flatMap(own -> lagIsolation.map(isolation -> new Lag(isolation, own.positions())));
    }

    /** What it takes to find out how far a sink is behind. */
    record Lag(IsolationLevel isolation, SinkPositions positions) {}

    TaskFigures figures(String workerId, long nowMs) {
        Flow in = source.map(SourceMetrics::in)
                .or(() -> sink.map(SinkMetrics::in))
                .orElse(Flow.NONE);
        Flow out = source.map(SourceMetrics::out)
                .or(() -> sink.map(SinkMetrics::out))
                .orElse(Flow.NONE);
        long active = source.map(SourceMetrics::active)
                .or(() -> sink.map(SinkMetrics::active))
                .orElse(0L);
        return new TaskFigures(
                id,
                workerId,
                state(),
                in,
                out,
                active,
                lastCommitMs,
                errors.figures(),
                budget.map(TaskMetrics::figures),
                source.map(SourceMetrics::figures),
                sink.map(own -> own.figures(nowMs)));
    }

    private static BudgetFigures figures(TaskBudget budget) {
        return new BudgetFigures(
                budget.heldBytes(),
                budget.heldMaxBytes(),
                budget.bytes(),
                budget.limitBytes(),
                TimeUnit.NANOSECONDS.toMillis(budget.throttledNanos()));
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        source.ifPresent(SourceMetrics::close);
        sink.ifPresent(SinkMetrics::close);
        if (names != null) {
            names.close();
        }
        errors.close();
        group.close();
        onClose.run();
    }
}
