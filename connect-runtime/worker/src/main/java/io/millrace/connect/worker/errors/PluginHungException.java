package io.millrace.connect.worker.errors;

import org.apache.kafka.connect.errors.ConnectException;

/** A call into a plugin did not return in time, and its thread was given up. */
public final class PluginHungException extends ConnectException {

    private static final long serialVersionUID = 1L;

    public PluginHungException(String message) {
        super(message);
    }

    public PluginHungException(String message, Throwable cause) {
        super(message, cause);
    }
}
