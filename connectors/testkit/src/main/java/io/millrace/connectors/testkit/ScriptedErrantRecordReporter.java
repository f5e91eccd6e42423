package io.millrace.connectors.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** A dead letter queue in memory: keeps what a task reports, or fails as scripted. */
public final class ScriptedErrantRecordReporter implements ErrantRecordReporter {
    private final List<Report> reports = new ArrayList<>();
    private RuntimeException failure;

    /** One record that a task gave up, with its reason. */
    public record Report(SinkRecord record, Throwable error) {}

    @Override
    public Future<Void> report(SinkRecord record, Throwable error) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        reports.add(new Report(record, error));
        return CompletableFuture.completedFuture(null);
    }

    /** Every report from now on completes with this failure; null heals it. */
    public void failWith(RuntimeException failure) {
        this.failure = failure;
    }

    /** What was reported so far, in order. */
    public List<Report> reports() {
        return List.copyOf(reports);
    }
}
