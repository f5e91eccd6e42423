package io.millrace.registry.server.exporter;

/** A destination could not be reached, or refused what it was sent; the message says which and why. */
final class DestinationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    /**
     * A failure.
     *
     * @param status the HTTP status, 0 if nobody answered
     * @param code the registry's own code, 0 if it gave none
     */
    DestinationException(String message, int status, int code, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    /** What this registry finds wrong by itself. */
    static DestinationException refusal(String message) {
        return new DestinationException(message, 422, 0, null);
    }

    /** Whether what was asked about is not there. What has no path, or no registry, says 404 as well, but no such code. */
    boolean isNotFound() {
        return status == 404 && code / 100 == 404;
    }

    boolean is(int other) {
        return code == other;
    }

    /** Whether the destination would not say the same again soon. */
    boolean isPassing() {
        return status == 0 || status == 408 || status == 429 || status >= 500;
    }
}
