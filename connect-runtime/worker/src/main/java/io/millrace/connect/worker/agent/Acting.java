package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plugins.validate.ConnectorValidator;
import io.millrace.connect.plugins.validate.ValidationTimeoutException;
import io.millrace.connect.worker.connector.ConnectorCalls;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.exactlyonce.TransactionalIds;
import io.millrace.connect.worker.task.Tasks;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The agent of a worker and the control interface to it. */
public record Acting(WorkerAgent agent, ConnectControl control, ClusterLoggers loggers) {

    /** Over the bound on plugin calls, so that what people see is which plugin did not answer. */
    private static final long ANSWER_MARGIN_MS = 15_000;

    public static Acting assemble(ControlLoop loop, ClusterTables cluster, WorkerSetup setup) {
        CommandQueue queue = new CommandQueue(loop);
        TopicTracker topics = new TopicTracker(
                cluster.statuses(), cluster.statusWriter(), setup.config().topicTrackingEnabled());
        WorkerAgent agent = new WorkerAgent(
                loop, cluster, new AgentParts(new Tasks(setup.tasks()), setup.connectors(), queue, topics));
        Reads reads = new Reads(
                cluster,
                setup.plugins(),
                setup.tasks().metrics(),
                setup.tasks().quarantine(),
                setup.tasks().calls());
        ConnectorCalls calls = new ConnectorCalls(setup.connectors());
        OffsetAdmin offsets = new OffsetAdmin(
                cluster,
                reads,
                new SourceOffsetAdmin(
                        setup.tasks().offsets(), calls, (connector, resolved) -> fence(setup, connector, resolved)),
                new SinkOffsetAdmin(setup.admin(), setup.clients(), calls),
                new OffsetNotes(
                        cluster.offsetHistory(),
                        cluster.log(),
                        setup.tasks().metrics().workerId(),
                        setup.memory()),
                setup.memory());
        ClusterLoggers loggers = new ClusterLoggers(cluster.configs());
        CommandParts parts = new CommandParts(
                agent,
                queue,
                config -> accept(setup.validator(), config),
                offsets,
                setup.letters(),
                topics,
                setup.config().topicTrackingEnabled(),
                setup.config().topicTrackingResetAllowed(),
                setup.kafkaClusterId(),
                new LeaderGate(loop, cluster.ownership(), cluster.log()),
                loggers,
                setup.validator(),
                new StackReads(
                        cluster,
                        reads,
                        setup.tasks().calls(),
                        setup.tasks().metrics().workerId()),
                setup.previews());
        Answers answers = new Answers(loop, setup.connectors().callTimeoutMs() + ANSWER_MARGIN_MS);
        ConnectControl plain = new Commands(cluster, parts, reads, answers);
        ConnectControl control = setup.config().secretsMasked()
                ? new MaskedControl(plain, setup.validator(), setup.memory(), reads::stored)
                : plain;
        return new Acting(agent, control, loggers);
    }

    /** Hears every record of the config topic, on the log's reading thread. */
    public void changed(ConfigRecord change) {
        loggers.changed(change);
        agent.changed(change);
    }

    private static void fence(WorkerSetup setup, ConnectorView connector, Map<String, String> resolved)
            throws InterruptedException {
        int former = connector.fencing().taskCount();
        if (former > 0) {
            TransactionalIds.of(setup.config(), setup.clients(), connector.name(), resolved)
                    .fence(former);
        }
    }

    private static CompletableFuture<Void> accept(ConnectorValidator validator, Map<String, String> config) {
        return validator
                .validate(config)
                .<Void>thenApply(verdict -> {
                    if (verdict.errorCount() > 0) {
                        throw new ControlException(Reason.BAD_REQUEST, verdict.refusal());
                    }
                    return null;
                })
                .exceptionallyCompose(failure -> {
                    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure;
                    return CompletableFuture.failedFuture(
                            cause instanceof ValidationTimeoutException
                                    ? new ControlException(Reason.TIMED_OUT, cause.getMessage(), cause)
                                    : cause);
                });
    }
}
