package io.millrace.connectors.hdfs;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Where records go that no file can take: to the errant record reporter, or they fail the task. */
final class PoisonRecords {

    private static final long REPORT_TIMEOUT_MS = 60_000;

    private final ErrantRecordReporter reporter;

    PoisonRecords(ErrantRecordReporter reporter) {
        this.reporter = reporter;
    }

    /** Waits for the report: the files are about to say that this offset is done, and nobody will read it again. */
    void report(SinkRecord given, DataException reason) {
        if (reporter == null) {
            throw new ConnectException(
                    "record " + given.originalTopic() + "-" + given.originalKafkaPartition() + "@"
                            + given.originalKafkaOffset() + " cannot be written: " + reason.getMessage(),
                    reason);
        }
        Future<Void> report = reporter.report(given, reason);
        try {
            report.get(REPORT_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while a bad record was reported", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new ConnectException("a bad record could not be reported", e);
        }
    }
}
