package io.millrace.broker.consensus;

/** Something about the quorum went wrong; the message says what, for a human. */
public class QuorumException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QuorumException(String message) {
        super(message);
    }

    public QuorumException(String message, Throwable cause) {
        super(message, cause);
    }
}
