package io.millrace.connect.plugins.validate;

import org.apache.kafka.connect.errors.ConnectException;

/** A plugin did not finish validating in time, or too many validations of it hang already. */
public final class ValidationTimeoutException extends ConnectException {
    private static final long serialVersionUID = 1L;

    ValidationTimeoutException(String message) {
        super(message);
    }
}
