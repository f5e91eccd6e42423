package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    public StatusWriter(CompactedLog log, String topic, String workerId, IntSupplier generation) {
        this.log = log;
        this.topic = topic;
        this.workerId = workerId;
        this.generation = generation;
    }

    public void connector(String name, Lifecycle state, Throwable error, Optional<String> version) {
        write(StatusRecordCodec.connectorKey(name), StatusRecordCodec.write(status(state, error, version)));
    }

    public void task(TaskId task, Lifecycle state, Throwable error, Optional<String> version) {
        write(StatusRecordCodec.taskKey(task), StatusRecordCodec.write(status(state, error, version)));
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

    private Status status(Lifecycle state, Throwable error, Optional<String> version) {
        return new Status(
                state, Optional.ofNullable(error).map(StatusWriter::trace), workerId, generation.getAsInt(), version);
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
        return trace.getBuffer().length() > TRACE_LENGTH_MAX
                ? trace.getBuffer().substring(0, TRACE_LENGTH_MAX)
                : trace.toString();
    }
}
