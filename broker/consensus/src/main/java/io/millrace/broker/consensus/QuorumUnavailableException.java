package io.millrace.broker.consensus;

/** A command found no leader, no majority or no room in time. Retry it with the same command id. */
public final class QuorumUnavailableException extends QuorumException {
    private static final long serialVersionUID = 1L;

    public QuorumUnavailableException(String message) {
        super(message);
    }

    public QuorumUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
