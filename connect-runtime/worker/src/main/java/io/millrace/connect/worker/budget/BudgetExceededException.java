package io.millrace.connect.worker.budget;

import org.apache.kafka.connect.errors.ConnectException;

/** A task was given more at once than it may hold, so that to wait would not help. */
public final class BudgetExceededException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public BudgetExceededException(String message) {
        super(message);
    }
}
