package io.millrace.connect.worker.cluster;

import io.millrace.connect.worker.control.InstanceHistory;
import io.millrace.connect.worker.control.InstanceHistory.LastError;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.log.LogListener;
import io.millrace.connect.worker.log.StatusRecord;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Hands the past of an instance on from each status to the next, whichever worker says it. The status topic is where it
 * is kept, so that it outlives workers. Any thread.
 */
public final class StatusHistory implements LogListener {

    /** Kept for as long as the instance lives, hence shorter than the trace of a present failure. */
    private static final int TRACE_LENGTH_MAX = 10_000;

    private final StatusTable table;
    private final String workerId;
    /** What this worker said last and may not have read back yet; bounded like the statuses in the topic. */
    private final Map<String, Status> told = new ConcurrentHashMap<>();

    public StatusHistory(StatusTable table, String workerId) {
        this.table = table;
        this.workerId = workerId;
    }

    /** To be called after the table has heard the record. */
    @Override
    public void on(ConsumerRecord<byte[], byte[]> entry) {
        if (entry.key() == null) {
            return;
        }
        boolean mine = entry.value() != null
                && inTable(entry.key())
                        .filter(status -> status.workerId().equals(workerId))
                        .isPresent();
        if (!mine) {
            told.remove(text(entry.key()));
        }
    }

    /** The status with its past, {@code nowMs} being the time at which it is said. */
    Status continued(byte[] key, Status said, long nowMs) {
        return told.compute(text(key), (name, mine) -> {
            Optional<Status> before = mine == null ? inTable(key) : Optional.of(mine);
            return new Status(
                    said.state(),
                    said.trace(),
                    said.workerId(),
                    said.generation(),
                    said.version(),
                    next(before, said, nowMs),
                    said.stuck());
        });
    }

    private static InstanceHistory next(Optional<Status> before, Status said, long nowMs) {
        InstanceHistory past = before.map(Status::history).orElse(InstanceHistory.NONE);
        boolean unchanged = before.isPresent()
                && before.get().state() == said.state()
                && before.get().workerId().equals(said.workerId())
                && past.sinceMs().isPresent();
        boolean restarted = said.state() == Lifecycle.RESTARTING && !unchanged;
        return new InstanceHistory(
                unchanged ? past.sinceMs() : OptionalLong.of(nowMs),
                past.restarts() + (restarted ? 1 : 0),
                said.trace()
                        .map(trace -> new LastError(nowMs, said.workerId(), cut(trace)))
                        .or(past::lastError));
    }

    private static String cut(String trace) {
        return trace.length() > TRACE_LENGTH_MAX ? trace.substring(0, TRACE_LENGTH_MAX) : trace;
    }

    private Optional<Status> inTable(byte[] key) {
        StatusRecord named = StatusRecordCodec.read(key, null);
        if (named instanceof StatusRecord.OfConnector connector) {
            return table.connector(connector.name());
        }
        return named instanceof StatusRecord.OfTask task ? table.task(task.task()) : Optional.empty();
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
