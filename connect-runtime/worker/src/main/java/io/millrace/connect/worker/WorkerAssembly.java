package io.millrace.connect.worker;

import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.plugins.config.SecretResolver;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.worker.agent.Acting;
import io.millrace.connect.worker.agent.ClusterTables;
import io.millrace.connect.worker.agent.ControlLoop;
import io.millrace.connect.worker.agent.WorkerSetup;
import io.millrace.connect.worker.cluster.ConfigWriter;
import io.millrace.connect.worker.cluster.MemberSettings;
import io.millrace.connect.worker.cluster.Ownership;
import io.millrace.connect.worker.cluster.StatusTable;
import io.millrace.connect.worker.cluster.StatusWriter;
import io.millrace.connect.worker.cluster.ViewTable;
import io.millrace.connect.worker.cluster.WorkerGroup;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.config.WorkerConfig;
import io.millrace.connect.worker.connector.ConnectorEnvironment;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.InternalTopics;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.observe.Quarantine;
import io.millrace.connect.worker.offsets.OffsetTable;
import io.millrace.connect.worker.offsets.SourceOffsets;
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
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires the rooms of a worker together, and takes them apart in the opposite order. */
final class WorkerAssembly {

    private static final Logger LOGGER = LoggerFactory.getLogger(WorkerAssembly.class);
    private static final long START_TIMEOUT_MS = 120_000;

    private final WorkerConfig config;
    private final String workerId;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile Ownership ownership;
    private volatile StatusWriter statusWriter;
    private SecretResolver secrets;
    private ConnectorValidator validator;
    private volatile Acting acting;

    private WorkerAssembly(WorkerConfig config, URI advertised) {
        this.config = config;
        this.workerId = advertised.getHost() + ":" + advertised.getPort();
    }

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
        ControlLoop loop = opened(new ControlLoop("connect-control-" + workerId));
        ViewTable views = new ViewTable(this::changed);
        StatusTable statuses = new StatusTable(this::alive, this::repeatStatus);
        OffsetTable offsetTable = new OffsetTable();
        WorkerGroup group = new WorkerGroup(
                new MemberSettings(
                        workerId,
                        advertised,
                        config.group(),
                        config.configTopic().name(),
                        clients.logConsumer("connect-member-" + workerId)),
                config.assignmentTopic().name(),
                loop,
                this::ownershipChanged);
        CompactedLog log = opened(new CompactedLog(
                "connect-log-" + workerId,
                clients.logConsumer("connect-log-consumer-" + workerId),
                clients.logProducer("connect-log-producer-" + workerId),
                Map.of(
                        config.configTopic().name(), views,
                        config.statusTopic().name(), statuses,
                        config.offsetTopic().name(), offsetTable,
                        config.assignmentTopic().name(), group.assignments())));
        await(log);
        ownership = opened(group.join(log, admin));
        statusWriter = new StatusWriter(log, config.statusTopic().name(), workerId, ownership::generation);
        ClusterTables cluster = new ClusterTables(
                log,
                views,
                statuses,
                offsetTable,
                new ConfigWriter(log, config.configTopic().name()),
                statusWriter,
                ownership);
        WorkerSetup setup = setup(plugins, clients, admin, cluster, kafkaClusterId);
        acting = Acting.assemble(loop, cluster, setup);
        acting.agent().start();
        LOGGER.info(
                "worker started worker={} group={}", workerId, config.group().groupId());
    }

    private WorkerSetup setup(
            Plugins plugins, ClientConfigs clients, Admin admin, ClusterTables cluster, String kafkaClusterId) {
        secrets = opened(SecretResolver.open(plugins, config.originals()));
        validator = opened(new ConnectorValidator(
                plugins,
                secrets,
                config.originals(),
                Duration.ofMillis(config.stop().callTimeoutMs())));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "connect-timer-" + workerId);
            thread.setDaemon(true);
            return thread;
        });
        opened.push(timer::shutdownNow);
        Metrics metrics = opened(new Metrics());
        Quarantine quarantine = new Quarantine();
        String offsetTopic = config.offsetTopic().name();
        Function<String, SourceOffsets> offsets =
                name -> new SourceOffsets(name, cluster.offsets(), cluster.log(), offsetTopic);
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
                        secrets::resolve,
                        offsets,
                        cluster.ownership()::certain,
                        metrics,
                        quarantine),
                new ConnectorEnvironment(
                        plugins,
                        secrets::resolve,
                        offsets,
                        metrics,
                        quarantine,
                        timer,
                        config.stop().callTimeoutMs(),
                        config.stop().gracefulMs()),
                kafkaClusterId);
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
        Acting current = acting;
        if (current != null) {
            current.agent().changed(change);
        }
    }

    private boolean alive(String worker) {
        Ownership current = ownership;
        return current != null && current.alive(worker);
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

    int generation() {
        return ownership.generation();
    }

    String workerId() {
        return workerId;
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
