package io.millrace.connect.worker.errors;

import org.apache.kafka.connect.errors.ConnectException;

/** Says in a status, above the failure itself, why nothing starts it again. Has no trace of its own. */
public final class LeftFailedException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public LeftFailedException(String note, Throwable failure) {
        super("Not restarted, because " + note + ". Restart it when the cause is removed.", failure);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
