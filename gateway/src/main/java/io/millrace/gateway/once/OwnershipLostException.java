package io.millrace.gateway.once;

/** Another node owns the slot now, or whether a transaction was committed is not known: the slot is to be owned anew. */
final class OwnershipLostException extends Exception {
    private static final long serialVersionUID = 1L;

    OwnershipLostException(Throwable cause) {
        super(cause);
    }
}
