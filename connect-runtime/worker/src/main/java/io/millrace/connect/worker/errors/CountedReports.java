package io.millrace.connect.worker.errors;

import io.millrace.connect.worker.observe.TaskObserver;
import io.millrace.connect.worker.observe.TaskObserver.Trouble;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;

/** Counts the reports of a listener, and those that fail. */
public record CountedReports(FailureListener reports, TaskObserver observer, Trouble made, Optional<Trouble> failed)
        implements FailureListener {

    @Override
    public CompletableFuture<Void> failed(ProcessingContext<?> context) {
        observer.trouble(made);
        return reports.failed(context).whenComplete((done, failure) -> {
            if (failure != null) {
                failed.ifPresent(observer::trouble);
            }
        });
    }

    @Override
    public void close() {
        reports.close();
    }
}
