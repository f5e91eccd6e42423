package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BinaryOperator;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the status topic how this worker's instances fare. Writes do not wait; the log keeps their order. */
public final class StatusWriter {

    private static final Logger LOGGER = LoggerFactory.getLogger(StatusWriter.class);
    private static final int TRACE_LENGTH_MAX = 100_000;

    private final CompactedLog log;
    private final String topic;
    private final String workerId;
    private final IntSupplier generation;
    private final StatusHistory history;
    private final BinaryOperator<String> discretion;

    /** {@code history} must read the same topic; {@code discretion} takes a connector's secrets out of a trace. */
    public StatusWriter(
            CompactedLog log,
            String topic,
            String workerId,
            IntSupplier generation,
            StatusHistory history,
            BinaryOperator<String> discretion) {
        this.log = log;
        this.topic = topic;
        this.workerId = workerId;
        this.generation = generation;
        this.history = history;
        this.discretion = discretion;
    }

    public void connector(
            String name, Lifecycle state, Throwable error, Optional<String> version, Optional<StuckCall> stuck) {
        say(StatusRecordCodec.connectorKey(name), state, trace(name, error), version, stuck);
    }

    public void task(
            TaskId task, Lifecycle state, Throwable error, Optional<String> version, Optional<StuckCall> stuck) {
        say(StatusRecordCodec.taskKey(task), state, trace(task.connector(), error), version, stuck);
    }

    public void forgetConnector(String name) {
        write(StatusRecordCodec.connectorKey(name), null);
    }

    public void forgetTask(TaskId task) {
        write(StatusRecordCodec.taskKey(task), null);
    }

    public void topicUsed(TaskId task, String used, long nowMs) {
        write(StatusRecordCodec.topicKey(used, task.connector()), StatusRecordCodec.topic(used, task, nowMs));
    }

    /** Says once more what another worker, who had been put out of the group, has written over. */
    public void repeat(byte[] key, Status counting) {
        if (counting.workerId().equals(workerId)) {
            write(key, StatusRecordCodec.write(counting));
        }
    }

    public CompletableFuture<Void> forgetTopic(String connector, String used) {
        return log.write(topic, StatusRecordCodec.topicKey(used, connector), null);
    }

    private Optional<String> trace(String connector, Throwable error) {
        return Optional.ofNullable(error).map(thrown -> cut(discreet(connector, trace(thrown))));
    }

    /** A text about a connector without its secrets. */
    public String discreet(String connector, String text) {
        return discretion.apply(connector, text);
    }

    private void say(
            byte[] key, Lifecycle state, Optional<String> trace, Optional<String> version, Optional<StuckCall> stuck) {
        Status said = new Status(state, trace, workerId, generation.getAsInt(), version, InstanceHistory.NONE, stuck);
        write(key, StatusRecordCodec.write(history.continued(key, said, System.currentTimeMillis())));
    }

    private void write(byte[] key, byte[] value) {
        log.append(topic, key, value).exceptionally(failure -> {
            LOGGER.error("status not written topic={}", topic, failure);
            return null;
        });
    }

    private static String trace(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String cut(String trace) {
        return trace.length() > TRACE_LENGTH_MAX ? trace.substring(0, TRACE_LENGTH_MAX) : trace;
    }
}
