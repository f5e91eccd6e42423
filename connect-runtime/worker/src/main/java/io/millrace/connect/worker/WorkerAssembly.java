package io.millrace.connect.worker;

import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.agent.Acting;
import io.millrace.connect.worker.agent.ClusterTables;
import io.millrace.connect.worker.agent.ControlLoop;
import io.millrace.connect.worker.agent.WorkerSetup;
import io.millrace.connect.worker.budget.WorkerBudget;
import io.millrace.connect.worker.cluster.ConfigWriter;
import io.millrace.connect.worker.cluster.FailureTable;
import io.millrace.connect.worker.cluster.LoadReporter;
import io.millrace.connect.worker.cluster.MemberSettings;
import io.millrace.connect.worker.cluster.OffsetHistoryTable;
import io.millrace.connect.worker.cluster.Ownership;
import io.millrace.connect.worker.cluster.SessionKeyTable;
import io.millrace.connect.worker.cluster.StatusHistory;
import io.millrace.connect.worker.cluster.StatusTable;
import io.millrace.connect.worker.cluster.StatusWriter;
import io.millrace.connect.worker.cluster.ViewTable;
import io.millrace.connect.worker.cluster.WorkerGroup;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.connector.ConnectorEnvironment;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.SessionKeys;
import io.millrace.connect.worker.exactlyonce.Generations;
import io.millrace.connect.worker.letters.DeadLetterDesk;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.InternalTopics;
import io.millrace.connect.worker.log.LogListener;
import io.millrace.connect.worker.log.OversizedRecord;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.observe.LagSampler;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.observe.WorkerMetrics;
import io.millrace.connect.worker.offsets.OffsetStores;
import io.millrace.connect.worker.offsets.OffsetTable;
import io.millrace.connect.worker.offsets.OffsetTopic;
import io.millrace.connect.worker.preview.PreviewDesk;
import io.millrace.connect.worker.secrets.SecretMemory;
import io.millrace.connect.worker.secrets.SecretRotation;
import io.millrace.connect.worker.secrets.SecretsInUse;
import io.millrace.connect.worker.stuck.StuckCalls;
import io.millrace.connect.worker.task.TaskEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the rooms of a worker together, and takes them apart in the opposite order. */
final class WorkerAssembly {

    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerAssembly.class);
    private static final long START_TIMEOUT_MS = 120_000;
    private static final long LAG_TIMEOUT_MAX_MS = 30_000;

    private final WorkerConfig config;
    private final String workerId;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private WorkerGroup group;
    private volatile Ownership ownership;
    private volatile StatusWriter statusWriter;
    private final SecretMemory memory = new SecretMemory();
    private WorkerMetrics metrics;
    private SecretResolver secrets;
    private ConnectorValidator validator;
    private SessionKeys sessionKeys;
    private volatile Acting acting;

    private WorkerAssembly(WorkerConfig config, URI advertised) {
        this.config = config;
        this.workerId = advertised.getHost() + ":" + advertised.getPort();
    }

    /** Returns when reads are answered from what was written before; see {@link #awaitJoined} for the rest. */
    static WorkerAssembly start(WorkerConfig config, Plugins plugins, URI advertised) {
        WorkerAssembly assembly = new WorkerAssembly(config, advertised);
        try {
            assembly.open(plugins, advertised);
            return assembly;
        } catch (RuntimeException e) {
            assembly.closeOpened();
            throw e;
        }
    }

    private void open(Plugins plugins, URI advertised) {
        ClientConfigs clients = new ClientConfigs(config);
        Admin admin = opened(Admin.create(clients.admin("connect-admin-" + workerId)));
        String kafkaClusterId = prepareTopics(admin);
        metrics = opened(WorkerMetrics.open(config, workerId, kafkaClusterId));
        ControlLoop loop = opened(new ControlLoop("connect-control-" + workerId));
        ViewTable views = new ViewTable(this::changed);
        StatusTable statuses = new StatusTable(this::alive, this::repeatStatus);
        StatusHistory history = new StatusHistory(statuses, workerId);
        OffsetTable offsetTable = new OffsetTable();
        FailureTable failures = new FailureTable(config.assignmentTopic().name());
        SessionKeyTable keys =
                new SessionKeyTable(config.assignmentTopic().name(), workerId, config.sessionKeyLifeMs());
        OffsetHistoryTable offsetHistory =
                new OffsetHistoryTable(config.assignmentTopic().name());
        group = group(clients, advertised, loop);
        CompactedLog log = opened(new CompactedLog(
                "connect-log-" + workerId,
                clients.logConsumer("connect-log-consumer-" + workerId),
                clients.logProducer("connect-log-producer-" + workerId),
                OversizedRecord.Writer.WORKER,
                Map.of(
                        config.configTopic().name(),
                        views,
                        config.statusTopic().name(),
                        LogListener.inOrder(statuses, history),
                        config.offsetTopic().name(),
                        offsetTable,
                        config.assignmentTopic().name(),
                        LogListener.inOrder(group.assignments(), failures, keys, offsetHistory))));
        await(log);
        sessionKeys = keys.over(log);
        ownership = opened(group.enter(log, admin));
        statusWriter = new StatusWriter(
                log, config.statusTopic().name(), workerId, ownership::generation, history, memory::redacted);
        ClusterTables cluster = new ClusterTables(
                log,
                views,
                statuses,
                offsetTable,
                failures,
                offsetHistory,
                new ConfigWriter(log, config.configTopic().name()),
                statusWriter,
                ownership);
        WorkerSetup setup = setup(plugins, clients, admin, cluster, kafkaClusterId);
        acting = Acting.assemble(loop, cluster, setup);
        acting.agent().start();
        opened(new SecretRotation(
                workerId,
                setup.tasks().secrets(),
                secrets,
                config.secretsRefreshIntervalMs(),
                acting.agent()::restart,
                memory.ofAll()));
        LOGGER.info(
                "worker started worker={} group={}", workerId, config.group().groupId());
    }

    private WorkerGroup group(ClientConfigs clients, URI advertised, ControlLoop loop) {
        MemberSettings settings = new MemberSettings(
                workerId,
                advertised,
                config.group(),
                config.configTopic().name(),
                clients.logConsumer("connect-member-" + workerId),
                metrics.rebalances());
        return new WorkerGroup(
                settings, config.placement().policy(), config.assignmentTopic().name(), loop, this::ownershipChanged);
    }

    private WorkerSetup setup(
            Plugins plugins, ClientConfigs clients, Admin admin, ClusterTables cluster, String kafkaClusterId) {
        Quarantine quarantine = new Quarantine();
        if (!config.pluginRefresh().isZero()) {
            opened(plugins.watch(config.pluginRefresh()));
        }
        secrets = opened(SecretResolver.open(plugins, config.originals()));
        validator = opened(new ConnectorValidator(
                plugins,
                secrets,
                config.originals(),
                Duration.ofMillis(config.stop().callTimeoutMs()),
                quarantine));
        SecretsInUse resolver = new SecretsInUse(memory.remembering(
                secrets::resolve, written -> validator.secretKeys(written).join()));
        ScheduledExecutorService timer = timer();
        sampleLag(admin, timer);
        StuckCalls calls = new StuckCalls(config.stuck());
        calls.start(timer);
        reportLoad(cluster, timer);
        metrics.countThreads(quarantine::count, () -> calls.stuck().size());
        OffsetStores offsets = new OffsetStores(
                config, clients, new OffsetTopic(config.offsetTopic().name(), cluster.offsets(), cluster.log()));
        return new WorkerSetup(
                config,
                clients,
                plugins,
                validator,
                admin,
                new TaskEnvironment(
                        config,
                        clients,
                        plugins,
                        resolver,
                        memory::of,
                        offsets,
                        cluster.ownership()::certain,
                        new Generations(
                                cluster.log(), cluster.views()::view, cluster.ownership()::owns, cluster.configs()),
                        metrics,
                        quarantine,
                        calls,
                        budget(),
                        timer),
                new ConnectorEnvironment(
                        plugins,
                        resolver,
                        memory::of,
                        offsets,
                        metrics,
                        quarantine,
                        calls,
                        timer,
                        config.stop().callTimeoutMs(),
                        config.stop().gracefulMs()),
                opened(new DeadLetterDesk(clients, secrets::resolve, workerId)),
                previews(plugins, clients, offsets, quarantine),
                kafkaClusterId,
                memory);
    }

    private WorkerBudget budget() {
        WorkerBudget budget = new WorkerBudget(config.budget().workerBytes());
        metrics.budget(budget);
        return budget;
    }

    private PreviewDesk previews(Plugins plugins, ClientConfigs clients, OffsetStores offsets, Quarantine quarantine) {
        return new PreviewDesk(
                config,
                clients,
                plugins,
                secrets::resolve,
                written -> validator.secretKeys(written).join(),
                offsets,
                quarantine);
    }

    private ScheduledExecutorService timer() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "connect-timer-" + workerId);
            thread.setDaemon(true);
            return thread;
        });
        opened.push(timer::shutdownNow);
        return timer;
    }

    private void sampleLag(Admin admin, ScheduledExecutorService timer) {
        long intervalMs = config.metrics().lagIntervalMs();
        LagSampler sampler = new LagSampler(admin, metrics, (int) Math.min(intervalMs, LAG_TIMEOUT_MAX_MS));
        var unused = timer.scheduleWithFixedDelay(sampler::sample, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    private void reportLoad(ClusterTables cluster, ScheduledExecutorService timer) {
        long intervalMs = config.placement().reportIntervalMs();
        if (intervalMs > 0) {
            LoadReporter reporter = new LoadReporter(
                    workerId,
                    config.assignmentTopic().name(),
                    cluster.log(),
                    cluster.ownership()::certain,
                    metrics::load);
            var unused = timer.scheduleWithFixedDelay(reporter::look, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
        }
    }

    private String prepareTopics(Admin admin) {
        try {
            String id = admin.describeCluster().clusterId().get(START_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            new InternalTopics(admin)
                    .ensure(config.configTopic(), config.offsetTopic(), config.statusTopic(), config.assignmentTopic());
            return id;
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException(
                    "No Kafka cluster answers at bootstrap.servers="
                            + config.originals().get("bootstrap.servers"),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while the worker started", e);
        }
    }

    private static void await(CompactedLog log) {
        try {
            log.start().get(START_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException(
                    "The internal topics cannot be read to their end"
                            + log.trouble().map(why -> ": " + why).orElse(""),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while the worker started", e);
        }
    }

    private void changed(ConfigRecord change) {
        if (change instanceof ConfigRecord.ConnectorConfigured configured
                && configured.config().isEmpty()) {
            memory.depart(configured.name());
        }
        Acting current = acting;
        if (current != null) {
            current.changed(change);
        }
    }

    private boolean alive(String worker, int generation) {
        Ownership current = ownership;
        return current != null && generation <= current.generation() && current.alive(worker);
    }

    private void repeatStatus(byte[] key, Status counting) {
        StatusWriter current = statusWriter;
        if (current != null) {
            current.repeat(key, counting);
        }
    }

    private void ownershipChanged() {
        Acting current = acting;
        if (current != null) {
            current.agent().reconcileSoon();
        }
    }

    ConnectControl control() {
        return acting.control();
    }

    ConnectorValidator validator() {
        return validator;
    }

    SecretResolver secrets() {
        return secrets;
    }

    SessionKeys sessionKeys() {
        return sessionKeys;
    }

    WorkerMetrics metrics() {
        return metrics;
    }

    int generation() {
        return ownership.generation();
    }

    String workerId() {
        return workerId;
    }

    /** Waits until the worker is a member of its group; fails when the group is in use by something else. */
    void awaitJoined() {
        group.awaitJoined();
    }

    void close(Duration extra) {
        long timeoutMs = config.stop().gracefulMs() + extra.toMillis();
        try {
            acting.agent().close().get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOGGER.warn("worker closes although something still runs worker={}", workerId, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeOpened();
        LOGGER.info("worker closed worker={}", workerId);
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private void closeOpened() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOGGER.warn("part did not close part={}", part.getClass().getSimpleName(), e);
            }
        }
    }
}
