package io.millrace.registry.serde;

import org.apache.kafka.common.errors.SerializationException;

/** The registry refused or could not be reached; the code is the registry's, or 0 if none answered. */
public final class RegistryException extends SerializationException {
    private static final long serialVersionUID = 1L;
    private static final int OK = 200;

    private final int status;
    private final int errorCode;

    RegistryException(String message, int status, int errorCode, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.errorCode = errorCode;
    }

    /** There is such a schema, of another type than its reader wants. */
    public static RegistryException ofOtherType(String type, String wanted) {
        return new RegistryException("the schema is of type " + type + ", not " + wanted, OK, 0, null);
    }

    /** There is such a schema, which must not be used as it would be. */
    static RegistryException ofUse(String why) {
        return new RegistryException(why, OK, 0, null);
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
