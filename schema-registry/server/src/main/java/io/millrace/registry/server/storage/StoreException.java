package io.millrace.registry.server.storage;

import io.millrace.registry.model.RegistryErrorCode;

/** The topic could not be read or written; the code says what a client is told. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RegistryErrorCode code;

    public StoreException(RegistryErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** What a client is told. */
    public RegistryErrorCode code() {
        return code;
    }
}
