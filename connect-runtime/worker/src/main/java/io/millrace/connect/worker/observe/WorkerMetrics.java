package io.millrace.connect.worker.observe;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.plan.placement.WorkerLoad;
import io.millrace.connect.worker.budget.WorkerBudget;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.TaskFigures;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The metrics of one worker under Kafka Connect's names, and who has them at present. Several workers of one JVM have
 * registries of their own, but share the names of MBeans. Any thread.
 */
public final class WorkerMetrics implements AutoCloseable {

    /** Some hundred series for a task: room for a thousand tasks, in an answer of some 10 MB. */
    private static final int SERIES_MAX = 100_000;

    private final String workerId;
    private final Metrics metrics;
    private final RebalanceMetrics rebalances;
    private final StartupMetrics connectorStartups;
    private final StartupMetrics taskStartups;
    private final ConnectorTaskCounts counts;
    private final Set<ConnectorMetrics> connectors = ConcurrentHashMap.newKeySet();
    private final Map<TaskId, TaskMetrics> tasks = new ConcurrentHashMap<>();
    private final TaskThreads threads = new TaskThreads();

    private WorkerMetrics(String workerId, Metrics metrics) {
        this.workerId = workerId;
        this.metrics = metrics;
        AppInfoParser.registerAppInfo(MetricsRegistry.NAMESPACE, workerId, metrics, System.currentTimeMillis());
        this.rebalances = new RebalanceMetrics(metrics);
        MetricGroup group = new MetricGroup(metrics, "connect-worker-metrics", Map.of());
        group.gauge("connector-count", "connectors on this worker", connectors::size)
                .gauge("task-count", "tasks on this worker", tasks::size);
        this.connectorStartups = new StartupMetrics(group, "connector");
        this.taskStartups = new StartupMetrics(group, "task");
        this.counts = new ConnectorTaskCounts(metrics, this::count);
    }

    /** Fails when {@code metric.reporters} names what cannot be made. */
    public static WorkerMetrics open(WorkerConfig config, String workerId, String kafkaClusterId) {
        return new WorkerMetrics(workerId, MetricsRegistry.open(config, kafkaClusterId));
    }

    /** For what plugins measure themselves. */
    public Metrics registry() {
        return metrics;
    }

    public RebalanceObserver rebalances() {
        return rebalances;
    }

    /** Registers the metrics of a new incarnation of a connector instance; its predecessor's must have been closed. */
    public ConnectorObserver connector(String name) {
        ConnectorMetrics connector = new ConnectorMetrics(name, metrics, connectorStartups, connectors::remove);
        connectors.add(connector);
        return connector;
    }

    /** Registers the metrics of a new incarnation of a task; its predecessor's must have been closed. */
    public TaskObserver task(TaskId id) {
        ThreadGroup group = threads.take();
        TaskMetrics task = new TaskMetrics(id, metrics, taskStartups, group, () -> {
            tasks.remove(id);
            threads.giveBack(group);
            counts.removed(id.connector());
        });
        tasks.put(id, task);
        counts.added(id.connector());
        return task;
    }

    /** What plugins hold: threads that were given up, and calls that have lasted too long. */
    public void countThreads(IntSupplier abandoned, IntSupplier stuck) {
        new MetricGroup(metrics, "connect-worker-metrics", Map.of())
                .gauge("abandoned-threads", "threads that plugins did not give back", abandoned::getAsInt)
                .gauge("stuck-plugin-calls", "connectors and tasks in a call that lasts", stuck::getAsInt);
    }

    /** What tasks hold, and may hold, together. */
    public void budget(WorkerBudget budget) {
        new MetricGroup(metrics, "connect-worker-metrics", Map.of())
                .gauge("held-bytes", "bytes of records that tasks hold", budget::heldBytes)
                .gauge("budget-bytes", "bytes of records that tasks may hold together", budget::bytes);
    }

    private long count(String connector, Lifecycle state) {
        return tasks.entrySet().stream()
                .filter(task -> task.getKey().connector().equals(connector)
                        && task.getValue().state() == state)
                .count();
    }

    /** What the tasks of a connector have done that run here, by number. */
    public List<TaskFigures> figures(String connector) {
        long nowMs = System.currentTimeMillis();
        return tasks.entrySet().stream()
                .filter(task -> task.getKey().connector().equals(connector))
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(TaskId::task)))
                .map(task -> task.getValue().figures(workerId, nowMs))
                .toList();
    }

    /** Looks at what each task costs, and says what all have cost over the newest looks. One thread at a time. */
    public WorkerLoad load() {
        long nowNanos = System.nanoTime();
        SortedMap<TaskId, TaskLoad> loads = new TreeMap<>();
        tasks.forEach((id, task) -> loads.put(id, task.load(nowNanos)));
        return new WorkerLoad(Runtime.getRuntime().availableProcessors(), loads);
    }

    /** Everything but what plugins compute with code of their own, as Prometheus reads it. */
    public String prometheusText() {
        return PrometheusText.of(metrics.metrics().values(), SERIES_MAX);
    }

    public String workerId() {
        return workerId;
    }

    Collection<TaskMetrics> tasks() {
        return tasks.values();
    }

    @Override
    public void close() {
        AppInfoParser.unregisterAppInfo(MetricsRegistry.NAMESPACE, workerId, metrics);
        metrics.close();
    }
}
