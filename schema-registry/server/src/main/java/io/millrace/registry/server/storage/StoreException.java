package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;

/**
 * The topic could not be read or written; the code says what a client is told. Unless the message says that the outcome
 * is unknown, nothing was changed and nothing will be.
 */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String UNKNOWN = "; it is unknown whether the change was made: look before trying again";

    private final RegistryErrorCode code;

    public StoreException(RegistryErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What a client is told. */
    public RegistryErrorCode code() {
        return code;
    }

    /** The same failure of a change that may have been made all the same, or may still be. */
    public StoreException ofUnknownOutcome() {
        return new StoreException(code, outcomeUnknown(getMessage()), this);
    }

    /** Says beside a reason, once, that a change may have been made all the same. */
    public static String outcomeUnknown(String reason) {
        return reason.endsWith(UNKNOWN) ? reason : reason + UNKNOWN;
    }
}
