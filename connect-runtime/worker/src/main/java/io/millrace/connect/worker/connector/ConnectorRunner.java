package io.millrace.connect.worker.connector;

import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.observe.ConnectorObserver;
import io.millrace.connect.worker.observe.PluginMetricGroup;
import io.millrace.connect.worker.observe.TaskPlugins;
import io.millrace.connect.worker.offsets.SourceOffsets;
import io.millrace.connect.worker.stuck.PluginCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.ConnectorContext;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One incarnation of a connector instance. Every method returns at once; the plugin is called on a lane. */
public final class ConnectorRunner {

    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectorRunner.class);

    private final String name;
    private final Map<String, String> config;
    private final ConnectorEnvironment environment;
    private final ConnectorListener listener;
    private final PluginCalls calls;
    private final PluginLane lane;
    private final PluginMetricGroup metrics;
    private final ConnectorObserver observer;

    // The lane's thread only.
    private PluginHandle<Connector> connector;
    private Map<String, String> resolved;
    private boolean running;

    /** Of a source, once it is open. */
    private volatile SourceOffsets offsets;

    private volatile boolean gone;
    private volatile Optional<String> version = Optional.empty();

    public ConnectorRunner(
            String name, Map<String, String> config, ConnectorEnvironment environment, ConnectorListener listener) {
        this.name = name;
        this.config = config;
        this.environment = environment;
        this.listener = listener;
        this.calls = new PluginCalls(Instance.of(name));
        this.lane = new PluginLane("connector-" + name, environment.timer(), environment.quarantine(), calls.work());
        environment.calls().watch(calls, () -> listener.stuck(this));
        this.metrics = new PluginMetricGroup(environment.metrics().registry(), Map.of("connector", name));
        this.observer = environment.metrics().connector(name);
    }

    public String name() {
        return name;
    }

    /** What the plugin says; empty until it has been loaded. */
    public Optional<String> version() {
        return version;
    }

    /** The call into the plugin that does not return. */
    public Optional<StuckCall> stuck() {
        return calls.stuck();
    }

    /** Hears how this incarnation fares, until it has stopped. */
    public ConnectorObserver observer() {
        return observer;
    }

    /** As written by its author. */
    public Map<String, String> config() {
        return config;
    }

    /** Starts, or stops for a pause; the listener hears when it is done. */
    public void become(TargetState target) {
        perform(target == TargetState.STARTED ? "start" : "stop", () -> {
            open();
            if (target == TargetState.STARTED && !running) {
                connector.run(instance -> instance.start(resolved));
                running = true;
                stopIfTooLate();
            } else if (target != TargetState.STARTED && running) {
                running = false;
                connector.run(Connector::stop);
            }
            if (!lane.hung()) {
                listener.reached(this, target);
            }
            return null;
        });
    }

    /** Asks the plugin for its tasks. */
    public void makeTasks() {
        perform("taskConfigs", () -> {
            if (running && !gone) {
                listener.tasksMade(this, taskConfigs());
            }
            return null;
        });
    }

    /** Ends this incarnation; the listener hears {@code stopped} in bounded time, whatever the plugin does. */
    public void stop() {
        gone = true;
        CompletableFuture<Void> stopped = lane.call(
                "stop",
                () -> {
                    stopAndLetGo();
                    return null;
                },
                environment.stopTimeoutMs());
        lane.closeWithin(environment.stopTimeoutMs());
        stopped.whenComplete((nothing, failure) -> {
                    if (failure != null) {
                        LOGGER.warn(
                                "connector did not stop cleanly connector={}",
                                name,
                                environment.discretion().apply(name).failure(failure));
                    }
                    metrics.close();
                    closeOffsets();
                    calls.close();
                    observer.close();
                    listener.stopped(this);
                })
                .exceptionally(reported -> null);
    }

    /** Its class loader may be waiting for that, if the plugin was replaced. */
    private void stopAndLetGo() {
        if (connector == null) {
            return;
        }
        try (PluginHandle<Connector> last = connector) {
            if (running) {
                running = false;
                last.run(Connector::stop);
            }
        }
    }

    private void closeOffsets() {
        SourceOffsets opened = offsets;
        if (opened != null) {
            opened.close();
        }
    }

    /** A start that came back after it had been given up has no owner any more. */
    private void stopIfTooLate() {
        if (lane.hung()) {
            running = false;
            connector.run(Connector::stop);
        }
    }

    void tasksOutdated() {
        if (!gone) {
            listener.tasksOutdated(this);
        }
    }

    void raised(Exception error) {
        if (!gone) {
            listener.failed(this, error);
        }
    }

    private void perform(String what, Callable<Void> call) {
        lane.call(what, call, environment.callTimeoutMs()).exceptionally(failure -> {
            if (!gone) {
                listener.failed(this, failure instanceof CompletionException ? failure.getCause() : failure);
            }
            return null;
        });
    }

    private void open() {
        if (connector != null) {
            return;
        }
        resolved = environment.secrets().ofConnector(Instance.of(name), config);
        Plugins plugins = environment.plugins();
        PluginHandle<Connector> made = plugins.whileLoaded(() -> plugins.newConnector(plugins.connectorOf(resolved)));
        version = Optional.ofNullable(made.call(Connector::version));
        boolean sink = made.instance() instanceof SinkConnector;
        observer.loaded(
                sink ? ConnectorType.SINK : ConnectorType.SOURCE, new TaskPlugins.Plugin(made.className(), version));
        if (!sink) {
            offsets = environment.offsets().open(name, resolved);
        }
        InstanceContext context =
                sink ? new InstanceContext.OfSink(this, metrics) : new InstanceContext.OfSource(this, metrics, offsets);
        connector = made;
        connector.run(instance -> instance.initialize((ConnectorContext) context));
    }

    private List<Map<String, String>> taskConfigs() {
        int tasksMax = Integer.parseInt(resolved.getOrDefault("tasks.max", "1").strip());
        List<Map<String, String>> made = connector.call(instance -> instance.taskConfigs(tasksMax));
        Class<? extends Task> taskClass = connector.call(Connector::taskClass);
        boolean enforced = !"false".equalsIgnoreCase(resolved.getOrDefault("tasks.max.enforce", "true"));
        if (made.size() > tasksMax && enforced) {
            throw new ConnectException("The connector " + name + " has generated " + made.size()
                    + " tasks, which is greater than " + tasksMax
                    + ", the maximum number of tasks it is configured to create (tasks.max).");
        }
        return TaskConfigs.complete(made, taskClass.getName(), config, resolved);
    }
}
