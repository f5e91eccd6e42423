package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.plugins.PluginDescriptor;
import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.worker.budget.BudgetKeys;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.config.ClientConfigs;
import io.millrace.connect.worker.errors.CountedReports;
import io.millrace.connect.worker.errors.DeadLetter;
import io.millrace.connect.worker.errors.DeadLetters;
import io.millrace.connect.worker.errors.ErrorPolicy;
import io.millrace.connect.worker.errors.FailureListener;
import io.millrace.connect.worker.errors.FailureLog;
import io.millrace.connect.worker.errors.PutPolicy;
import io.millrace.connect.worker.errors.StageRunner;
import io.millrace.connect.worker.observe.PluginMetricGroup;
import io.millrace.connect.worker.observe.TaskObserver.Trouble;
import io.millrace.connect.worker.offsets.SourceOffsets;
import io.millrace.connect.worker.secrets.Discretion;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.IsolationLevel;
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
    public Pipeline create(TaskRunner runner, TaskSwitch control) throws InterruptedException {
        OpenParts open = new OpenParts(spec.id(), discretion());
        try {
            return environment
                    .plugins()
                    .<Pipeline, InterruptedException>whileLoaded(() -> create(open, runner, control));
        } catch (Throwable e) {
            open.close();
            throw e;
        }
    }

    private Pipeline create(OpenParts open, TaskRunner runner, TaskSwitch control) throws InterruptedException {
        Map<String, String> connector =
                environment.secrets().ofConnector(Instance.of(spec.id()), spec.connectorConfig());
        Map<String, String> own = environment.secrets().ofTask(spec.id(), spec.connectorConfig(), spec.taskConfig());
        PluginDescriptor descriptor = environment.plugins().connectorOf(connector);
        PluginHandle<Task> task = environment.plugins().newTask(descriptor, own.get("task.class"));
        open.add("task's plugin", task);
        runner.loaded(task.call(Task::version));
        BudgetKeys keys = BudgetKeys.parse(connector, environment.config().budget());
        TaskBudget budget = environment.budget().open(keys.bytes());
        open.add("budget", budget);
        runner.observer().budgeted(budget);
        PluginFacts facts = new PluginFacts(environment.plugins(), descriptor, task);
        if (task.instance() instanceof SourceTask) {
            SourcePromise promise = SourcePromise.choose(environment, spec, connector, descriptor);
            SourceParts parts =
                    source(task.as(SourceTask.class), promise, own, open, runner, control, new Budgeted(keys, budget));
            runner.observer().loaded(facts.of(parts.converters(), parts.chain()));
            return new SourcePipeline(parts, promise.delivery(parts, runner, control), runner, control);
        }
        if (task.instance() instanceof SinkTask) {
            runner.outlivesGenerations();
            SinkParts parts =
                    sink(task.as(SinkTask.class), connector, own, open, runner, control, new Budgeted(keys, budget));
            runner.observer().loaded(facts.of(parts.converters(), parts.chain()));
            return new SinkPipeline(parts, runner, control, environment.config().flush());
        }
        throw new ConnectException(
                "Tasks must be a subclass of either SourceTask or SinkTask and current is " + task.className());
    }

    private record Budgeted(BudgetKeys keys, TaskBudget budget) {}

    private SourceParts source(
            PluginHandle<SourceTask> task,
            SourcePromise promise,
            Map<String, String> own,
            OpenParts open,
            TaskRunner runner,
            TaskSwitch control,
            Budgeted budgeted) {
        Map<String, String> connector = promise.connector();
        ClientConfigs clients = environment.clients();
        Converters converters = converters(connector, open);
        ErrorPolicy policy = ErrorPolicy.parse(connector);
        StageRunner stages = new StageRunner(
                policy,
                reports(connector, policy, new SourceLetters(converters, discretion()), runner),
                runner.observer(),
                control,
                runner.calls().work());
        open.add("failure reports", stages);
        StageChain chain = chain(connector, stages, open);
        PluginMetricGroup metrics = metrics(open);
        SourceOffsets offsets = environment.offsets().open(spec.id().connector(), connector);
        open.add("source offsets", offsets);
        Producer<byte[], byte[]> producer = new KafkaProducer<>(budgeted.keys().producer(promise.producerConfig()));
        open.add("producer", () -> producer.close(PRODUCER_CLOSE_TIMEOUT));
        Optional<TopicCreator> topics = Optional.empty();
        if (environment.config().topicCreationEnabled() && TopicCreator.wanted(connector)) {
            TopicCreator creator = TopicCreator.open(
                    clients.connectorAdmin("connector-adminclient-" + spec.id(), connector), connector);
            open.add("topic creator", creator);
            topics = Optional.of(creator);
        }
        return new SourceParts(
                task, own, converters, chain, stages, producer, offsets, topics, metrics, budgeted.budget(), open);
    }

    private SinkParts sink(
            PluginHandle<SinkTask> task,
            Map<String, String> connector,
            Map<String, String> own,
            OpenParts open,
            TaskRunner runner,
            TaskSwitch control,
            Budgeted budgeted) {
        ErrorPolicy policy = ErrorPolicy.parse(connector);
        Converters converters = converters(connector, open);
        List<FailureListener> listeners = reports(connector, policy, DeadLetter::ofConsumed, runner);
        StageRunner stages = new StageRunner(
                policy, listeners, runner.observer(), control, runner.calls().work());
        open.add("failure reports", stages);
        StageChain chain = chain(connector, stages, open);
        PluginMetricGroup metrics = metrics(open);
        Map<String, Object> consumerConfig =
                budgeted.keys().consumer(environment.clients().sinkConsumer(spec.id(), connector));
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(consumerConfig);
        runner.observer()
                .consumes(isolation(consumerConfig), environment.clients().ofWorkersCluster(consumerConfig));
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
                PollTimes.of(consumerConfig, environment.timer()),
                PutPolicy.parse(connector, policy),
                metrics,
                budgeted.budget(),
                budgeted.keys().holdUncommitted(),
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
        open.add("key converter", () -> close(key, Converter::close));
        PluginHandle<Converter> value = environment.plugins().newConverter(false, connector, worker);
        open.add("value converter", () -> close(value, Converter::close));
        PluginHandle<HeaderConverter> header = environment.plugins().newHeaderConverter(connector, worker);
        open.add("header converter", () -> close(header, HeaderConverter::close));
        return new Converters(key, value, header);
    }

    private static <T> void close(PluginHandle<T> plugin, PluginHandle.Action<T, IOException> closing)
            throws IOException {
        try (plugin) {
            plugin.run(closing);
        }
    }

    private StageChain chain(Map<String, String> connector, StageRunner stages, OpenParts open) {
        StageChain chain = new StageChain(environment.plugins().newTransformations(connector), stages);
        chain.steps().forEach(step -> open.add("transformation " + step.name(), step));
        return chain;
    }

    private static IsolationLevel isolation(Map<String, Object> consumer) {
        Object wanted = consumer.get(ConsumerConfig.ISOLATION_LEVEL_CONFIG);
        return IsolationLevel.READ_COMMITTED.toString().equals(wanted)
                ? IsolationLevel.READ_COMMITTED
                : IsolationLevel.READ_UNCOMMITTED;
    }

    private List<FailureListener> reports(
            Map<String, String> connector, ErrorPolicy policy, DeadLetter.Maker letters, TaskRunner runner) {
        List<FailureListener> reports = new ArrayList<>();
        if (policy.logFailures()) {
            FailureLog log = new FailureLog(spec.id(), policy.logCoordinates(), discretion());
            reports.add(new CountedReports(log, runner.observer(), Trouble.LOGGED, Optional.empty()));
        }
        policy.deadLetters()
                .map(config -> DeadLetters.open(
                        spec.id(),
                        config,
                        letters,
                        environment.clients().connectorAdmin("connector-dlq-adminclient-" + spec.id(), connector),
                        environment.clients().deadLetterProducer(spec.id(), connector),
                        discretion()::text))
                .ifPresent(opened -> reports.add(new CountedReports(
                        opened,
                        runner.observer(),
                        Trouble.DEAD_LETTER_REQUESTED,
                        Optional.of(Trouble.DEAD_LETTER_FAILED))));
        return reports;
    }

    private Discretion discretion() {
        return environment.discretion().apply(spec.id().connector());
    }

    private PluginMetricGroup metrics(OpenParts open) {
        TaskId id = spec.id();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("connector", id.connector());
        tags.put("task", Integer.toString(id.task()));
        PluginMetricGroup metrics = new PluginMetricGroup(environment.metrics().registry(), tags);
        open.add("metrics", metrics);
        return metrics;
    }
}
