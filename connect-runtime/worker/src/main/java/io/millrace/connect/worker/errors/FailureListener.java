package io.millrace.connect.worker.errors;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;

/** Hears of every record that is given up, before the next one is handled. */
public interface FailureListener extends AutoCloseable {

    /** The future completes when the report is safe; the offset of the record must not be committed before. */
    CompletableFuture<Void> failed(ProcessingContext<?> context);

    @Override
    default void close() {}
}
