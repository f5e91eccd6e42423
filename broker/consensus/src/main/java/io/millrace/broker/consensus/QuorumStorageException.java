package io.millrace.broker.consensus;

/** The stored metadata can not be used: damaged, incomplete, foreign, or of a newer version. Nothing was changed. */
public final class QuorumStorageException extends QuorumException {
    private static final long serialVersionUID = 1L;

    public QuorumStorageException(String message) {
        super(message);
    }

    public QuorumStorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
