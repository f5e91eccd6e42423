package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.errors.DeadLetters;
import io.millrace.connect.worker.errors.ErrorPolicy;
import io.millrace.connect.worker.errors.FailureListener;
import io.millrace.connect.worker.errors.FailureLog;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.PluginMetricGroup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceTask;

/** Makes the parts of one task's pipeline. Runs on the task's thread, since every part may be a plugin that hangs. */
record PipelineAssembly(TaskEnvironment environment, TaskSpec spec) implements PipelineFactory {

    @Override
    public Pipeline create(TaskRunner runner, TaskSwitch control) {
        Map<String, String> connector = environment.secrets().apply(spec.connectorConfig());
        Map<String, String> own = environment.secrets().apply(spec.taskConfig());
        PluginDescriptor descriptor = environment.plugins().connectorOf(connector);
        PluginHandle<Task> task = environment.plugins().newTask(descriptor, own.get("task.class"));
        runner.loaded(task.call(Task::version));
        if (task.instance() instanceof SourceTask) {
            return source(task.as(SourceTask.class), connector, own, runner, control);
        }
        if (task.instance() instanceof SinkTask) {
            return sink(task.as(SinkTask.class), connector, own, runner, control);
        }
        throw new ConnectException(
                "Tasks must be a subclass of either SourceTask or SinkTask and current is " + task.className());
    }

    private Pipeline source(
            PluginHandle<SourceTask> task,
            Map<String, String> connector,
            Map<String, String> own,
            TaskRunner runner,
            TaskSwitch control) {
        ClientConfigs clients = environment.clients();
        StageRunner stages = new StageRunner(ErrorPolicy.parse(connector), failureLog(connector), control);
        boolean creates = environment.config().topicCreationEnabled() && TopicCreator.wanted(connector);
        SourceParts parts = new SourceParts(
                task,
                own,
                converters(connector),
                new StageChain(environment.plugins().newTransformations(connector), stages),
                stages,
                new KafkaProducer<>(clients.sourceProducer(spec.id(), connector)),
                environment.offsets().apply(spec.id().connector()),
                creates
                        ? Optional.of(TopicCreator.open(
                                clients.connectorAdmin("connector-adminclient-" + spec.id(), connector), connector))
                        : Optional.empty(),
                metrics());
        return new SourcePipeline(parts, runner, control, environment.config().flush(), environment.mayCommit());
    }

    private Pipeline sink(
            PluginHandle<SinkTask> task,
            Map<String, String> connector,
            Map<String, String> own,
            TaskRunner runner,
            TaskSwitch control) {
        ErrorPolicy policy = ErrorPolicy.parse(connector);
        List<FailureListener> listeners = new ArrayList<>(failureLog(connector));
        policy.deadLetters()
                .ifPresent(config -> listeners.add(DeadLetters.open(
                        spec.id(),
                        config,
                        environment.clients().connectorAdmin("connector-dlq-adminclient-" + spec.id(), connector),
                        environment.clients().deadLetterProducer(spec.id(), connector))));
        StageRunner stages = new StageRunner(policy, listeners, control);
        Converters converters = converters(connector);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(environment.clients().sinkConsumer(spec.id(), connector));
        PluginMetricGroup metrics = metrics();
        ErrantRecords reporter = policy.reportsErrantRecords() ? new ErrantRecords(stages, converters) : null;
        SinkParts parts = new SinkParts(
                task,
                own,
                converters,
                new StageChain(environment.plugins().newTransformations(connector), stages),
                stages,
                consumer,
                new SinkContext(own, consumer, reporter, metrics),
                metrics);
        return new SinkPipeline(parts, runner, control, environment.config().flush());
    }

    private Converters converters(Map<String, String> connector) {
        Map<String, String> worker = environment.config().originals();
        return new Converters(
                environment.plugins().newConverter(true, connector, worker),
                environment.plugins().newConverter(false, connector, worker),
                environment.plugins().newHeaderConverter(connector, worker));
    }

    private List<FailureListener> failureLog(Map<String, String> connector) {
        ErrorPolicy policy = ErrorPolicy.parse(connector);
        return policy.logFailures() ? List.of(new FailureLog(spec.id(), policy.logCoordinates())) : List.of();
    }

    private PluginMetricGroup metrics() {
        TaskId id = spec.id();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", id.connector());
        tags.put("task", Integer.toString(id.task()));
        return new PluginMetricGroup(environment.metrics(), tags);
    }
}
