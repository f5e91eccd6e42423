package io.millrace.connectors.jdbc;

import io.millrace.connectors.jdbc.change.RowRejected;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * Hands records that can never be applied to the runtime, each once, and waits until they are safe: the offset that
 * leaves them behind is committed next.
 */
final class DeadLetters {
    private static final long REPORT_TIMEOUT_MS = 60_000;

    private final ErrantRecordReporter reporter;
    private final Set<Place> reported = new HashSet<>();

    private record Place(String topic, int partition, long offset) {
        static Place of(SinkRecord origin) {
            return new Place(origin.originalTopic(), origin.originalKafkaPartition(), origin.originalKafkaOffset());
        }
    }

    /** Without a reporter every rejection fails the task. */
    DeadLetters(ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    void report(RowRejected rejected) {
        if (reporter == null) {
            throw new ConnectException(
                    rejected.getMessage() + ". Nothing after it was written. Correct the cause, or let such records go"
                            + " to a dead letter topic with errors.tolerance=all and"
                            + " errors.deadletterqueue.topic.name",
                    rejected);
        }
        Future<Void> done = reporter.report(rejected.origin(), rejected);
        try {
            done.get(REPORT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ConnectException(
                    "Interrupted while a record was on its way to the dead letter topic", interrupted);
        } catch (TimeoutException late) {
            throw new RetriableException("The dead letter topic did not take a record in time", late);
        } catch (ExecutionException failed) {
            throw new ConnectException("The dead letter topic did not take a record", failed.getCause());
        }
        reported.add(Place.of(rejected.origin()));
    }

    /** Whether the record was reported and its offset is not committed yet. */
    boolean holds(SinkRecord origin) {
        return !reported.isEmpty() && reported.contains(Place.of(origin));
    }

    /** The offsets of these records are committed; they will not come again. */
    void forget(Iterable<SinkRecord> committed) {
        if (!reported.isEmpty()) {
            committed.forEach(origin -> reported.remove(Place.of(origin)));
        }
    }
}
