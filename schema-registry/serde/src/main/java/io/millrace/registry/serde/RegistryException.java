package io.millrace.registry.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The registry refused or could not be reached; the code is the registry's, or 0 if none answered. */
public final class RegistryException extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int errorCode;

    RegistryException(String message, int status, int errorCode, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** The HTTP status, or 0 if nobody answered. */
    public int status() {
        return status;
    }

    /** The registry's own code, such as 40403. */
    public int errorCode() {
        return errorCode;
    }

    /** Whether the same request may succeed later. */
    public boolean isRetriable() {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
}
