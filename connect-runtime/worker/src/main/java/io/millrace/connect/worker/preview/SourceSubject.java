package io.millrace.connect.worker.preview;

import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.control.Preview.Ending;
import io.millrace.connect.worker.control.Preview.StageError;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source that is started, polled by its first task and stopped; what it gives goes nowhere. */
final class SourceSubject implements Subject {

    private static final Logger LOGGER = LoggerFactory.getLogger(SourceSubject.class);
    private static final long RETRY_PAUSE_MS = 100;

    private final Plugins plugins;
    private final Map<String, String> config;
    private final Findings findings;
    private final CallMark mark;
    private final PreviewContext context;
    private final AtomicBoolean taskStopped = new AtomicBoolean();
    private PluginDescriptor descriptor;
    private PluginHandle<Connector> connector;
    private boolean initialized;
    private PluginHandle<Task> firstTask;
    private Steps steps;
    private volatile PluginHandle<SourceTask> task;

    /** {@code config} with its secrets resolved and what must be overridden. */
    SourceSubject(
            Plugins plugins,
            Map<String, String> config,
            OffsetStorageReader offsets,
            Findings findings,
            CallMark mark) {
        this.plugins = plugins;
        this.config = config;
        this.findings = findings;
        this.mark = mark;
        this.context = new PreviewContext(offsets, error -> findings.failed("raiseError", error));
    }

    @Override
    public void look() throws Exception {
        steps = new Steps(
                mark.call("create", () -> plugins.whileLoaded(() -> plugins.newTransformations(config))),
                findings,
                mark);
        if (!start()) {
            findings.end(Ending.END);
            return;
        }
        while (!findings.complete()) {
            List<SourceRecord> batch = poll();
            if (batch != null) {
                batch.forEach(this::see);
            }
        }
    }

    /** False when the connector wants no task. */
    private boolean start() {
        PluginHandle<Connector> made = mark.call("create", this::makeConnector);
        connector = made;
        mark.run("initialize", () -> made.run(instance -> instance.initialize(context)));
        initialized = true;
        mark.run("start", () -> made.run(instance -> instance.start(config)));
        int tasksMax = Integer.parseInt(config.getOrDefault("tasks.max", "1").strip());
        List<Map<String, String>> tasks =
                mark.call("taskConfigs", () -> made.call(instance -> instance.taskConfigs(tasksMax)));
        findings.tasks(tasks.size());
        if (tasks.isEmpty()) {
            return false;
        }
        Class<? extends Task> taskClass = mark.call("taskClass", () -> made.call(Connector::taskClass));
        PluginHandle<Task> first = mark.call("create", () -> plugins.newTask(descriptor, taskClass.getName()));
        firstTask = first;
        if (!(first.instance() instanceof SourceTask)) {
            throw new ConnectException(taskClass.getName() + " is no SourceTask");
        }
        Map<String, String> own = new LinkedHashMap<>(tasks.get(0));
        own.put("task.class", taskClass.getName());
        PluginHandle<SourceTask> source = first.as(SourceTask.class);
        mark.run("initialize", () -> source.run(instance -> instance.initialize(context.ofTask(own))));
        task = source;
        mark.run("start", () -> source.run(instance -> instance.start(own)));
        return true;
    }

    private PluginHandle<Connector> makeConnector() {
        return plugins.whileLoaded(() -> {
            descriptor = plugins.connectorOf(config);
            return plugins.newConnector(descriptor);
        });
    }

    private List<SourceRecord> poll() throws InterruptedException {
        try {
            return mark.<List<SourceRecord>, InterruptedException>call("poll", () -> task.call(SourceTask::poll));
        } catch (RetriableException e) {
            LOGGER.debug("poll of a preview asks for another try", findings.loggable(e));
            Thread.sleep(RETRY_PAUSE_MS);
            return null;
        }
    }

    private void see(SourceRecord polled) {
        if (findings.complete()) {
            return;
        }
        findings.polledOne();
        Map<String, Object> position = new LinkedHashMap<>();
        position.put("source_partition", polled.sourcePartition());
        position.put("source_offset", polled.sourceOffset());
        List<StageError> errors = new ArrayList<>();
        SourceRecord transformed = steps.apply(polled, errors);
        if (transformed != null) {
            findings.show(transformed, position, errors);
        } else if (errors.isEmpty()) {
            findings.droppedOne();
        } else {
            findings.show(polled, position, errors);
        }
    }

    @Override
    public void disturb() {
        stopTask();
    }

    private void stopTask() {
        PluginHandle<SourceTask> started = task;
        if (started != null && taskStopped.compareAndSet(false, true)) {
            started.run(SourceTask::stop);
        }
    }

    @Override
    public void close() {
        quietly("task", () -> mark.run("stop", this::stopTask));
        if (steps != null) {
            steps.close();
        }
        if (initialized) {
            quietly("connector", () -> mark.run("stop", () -> connector.run(Connector::stop)));
        }
        letGo(firstTask);
        letGo(connector);
        context.close();
    }

    /** Its class loader may be waiting for that, if the plugin was replaced. */
    private static void letGo(PluginHandle<?> handle) {
        if (handle != null) {
            handle.close();
        }
    }

    private void quietly(String part, Runnable stop) {
        try {
            stop.run();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOGGER.warn("{} of a preview did not stop cleanly", part, findings.loggable(e));
        }
    }
}
