package io.millrace.gateway.records;

/** The bytes of a key or a value are not of the format in which they are to be shown; the message says why. */
public final class UnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
        super(message);
    }
}
