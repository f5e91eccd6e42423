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
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.source.SourceTask;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** Makes the parts of one task's pipeline. Runs on the task's thread, since every part may be a plugin that hangs. */
record PipelineAssembly(TaskEnvironment environment, TaskSpec spec) implements PipelineFactory {

    private static final Duration PRODUCER_CLOSE_TIMEOUT = Duration.ofSeconds(30);

    @Override
    public Pipeline create(TaskRunner runner, TaskSwitch control) {
        OpenParts open = new OpenParts(spec.id());
        try {
            return create(open, runner, control);
        } catch (Throwable e) {
            open.close();
            throw e;
        }
    }

    private Pipeline create(OpenParts open, TaskRunner runner, TaskSwitch control) {
        Map<String, String> connector = environment.secrets().apply(spec.connectorConfig());
        Map<String, String> own = environment.secrets().apply(spec.taskConfig());
        PluginDescriptor descriptor = environment.plugins().connectorOf(connector);
        PluginHandle<Task> task = environment.plugins().newTask(descriptor, own.get("task.class"));
        runner.loaded(task.call(Task::version));
        if (task.instance() instanceof SourceTask) {
            SourceParts parts = source(task.as(SourceTask.class), connector, own, open, control);
            return new SourcePipeline(
                    parts, runner, control, environment.config().flush(), environment.mayCommit());
        }
        if (task.instance() instanceof SinkTask) {
            SinkParts parts = sink(task.as(SinkTask.class), connector, own, open, control);
            return new SinkPipeline(parts, runner, control, environment.config().flush());
        }
        throw new ConnectException(
                "Tasks must be a subclass of either SourceTask or SinkTask and current is " + task.className());
    }

    private SourceParts source(
            PluginHandle<SourceTask> task,
            Map<String, String> connector,
            Map<String, String> own,
            OpenParts open,
            TaskSwitch control) {
        ClientConfigs clients = environment.clients();
        Converters converters = converters(connector, open);
        StageRunner stages = new StageRunner(ErrorPolicy.parse(connector), failureLog(connector), control);
        open.add("failure reports", stages);
        StageChain chain = chain(connector, stages, open);
        PluginMetricGroup metrics = metrics(open);
        Producer<byte[], byte[]> producer = new KafkaProducer<>(clients.sourceProducer(spec.id(), connector));
        open.add("producer", () -> producer.close(PRODUCER_CLOSE_TIMEOUT));
        Optional<TopicCreator> topics = Optional.empty();
        if (environment.config().topicCreationEnabled() && TopicCreator.wanted(connector)) {
            TopicCreator creator = TopicCreator.open(
                    clients.connectorAdmin("connector-adminclient-" + spec.id(), connector), connector);
            open.add("topic creator", creator);
            topics = Optional.of(creator);
        }
        return new SourceParts(
                task,
                own,
                converters,
                chain,
                stages,
                producer,
                environment.offsets().apply(spec.id().connector()),
                topics,
                metrics,
                open);
    }

    private SinkParts sink(
            PluginHandle<SinkTask> task,
            Map<String, String> connector,
            Map<String, String> own,
            OpenParts open,
            TaskSwitch control) {
        ErrorPolicy policy = ErrorPolicy.parse(connector);
        Converters converters = converters(connector, open);
        List<FailureListener> listeners = new ArrayList<>(failureLog(connector));
        policy.deadLetters()
                .ifPresent(config -> listeners.add(DeadLetters.open(
                        spec.id(),
                        config,
                        environment.clients().connectorAdmin("connector-dlq-adminclient-" + spec.id(), connector),
                        environment.clients().deadLetterProducer(spec.id(), connector))));
        StageRunner stages = new StageRunner(policy, listeners, control);
        open.add("failure reports", stages);
        StageChain chain = chain(connector, stages, open);
        PluginMetricGroup metrics = metrics(open);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(environment.clients().sinkConsumer(spec.id(), connector));
        open.add("consumer", () -> consumer.close(leaving(control)));
        ErrantRecords reporter = policy.reportsErrantRecords() ? new ErrantRecords(stages, converters) : null;
        return new SinkParts(
                task,
                own,
                converters,
                chain,
                stages,
                consumer,
                new SinkContext(own, consumer, reporter, metrics),
                metrics,
                open);
    }

    /**
     * A static member stays in its group unless it says that it leaves for good. One whose thread was given up has
     * nothing to say: its place may be another's by now.
     */
    private static CloseOptions leaving(TaskSwitch control) {
        return control.abandoned()
                ? CloseOptions.groupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP)
                        .withTimeout(Duration.ZERO)
                : CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
    }

    private Converters converters(Map<String, String> connector, OpenParts open) {
        Map<String, String> worker = environment.config().originals();
        PluginHandle<Converter> key = environment.plugins().newConverter(true, connector, worker);
        open.add("key converter", () -> key.run(Converter::close));
        PluginHandle<Converter> value = environment.plugins().newConverter(false, connector, worker);
        open.add("value converter", () -> value.run(Converter::close));
        PluginHandle<HeaderConverter> header = environment.plugins().newHeaderConverter(connector, worker);
        open.add("header converter", () -> header.run(HeaderConverter::close));
        return new Converters(key, value, header);
    }

    private StageChain chain(Map<String, String> connector, StageRunner stages, OpenParts open) {
        StageChain chain = new StageChain(environment.plugins().newTransformations(connector), stages);
        chain.steps().forEach(step -> open.add("transformation " + step.name(), step));
        return chain;
    }

    private List<FailureListener> failureLog(Map<String, String> connector) {
        ErrorPolicy policy = ErrorPolicy.parse(connector);
        return policy.logFailures() ? List.of(new FailureLog(spec.id(), policy.logCoordinates())) : List.of();
    }

    private PluginMetricGroup metrics(OpenParts open) {
        TaskId id = spec.id();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", id.connector());
        tags.put("task", Integer.toString(id.task()));
        PluginMetricGroup metrics = new PluginMetricGroup(environment.metrics(), tags);
        open.add("metrics", metrics);
        return metrics;
    }
}
