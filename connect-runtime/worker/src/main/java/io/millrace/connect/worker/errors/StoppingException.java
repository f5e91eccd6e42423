package io.millrace.connect.worker.errors;

import org.apache.kafka.connect.runtime.errors.Stage;

/**
 * A step failed while its task stops, or was interrupted. Never tolerated: the failure may be the stop's own doing, and
 * the record, of which nothing has left, comes again.
 */
public final class StoppingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppingException(Stage stage, Exception cause) {
        super("The task was stopped or interrupted in " + stage, cause);
    }
}
