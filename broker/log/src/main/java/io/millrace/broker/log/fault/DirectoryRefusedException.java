package io.millrace.broker.log.fault;

/** A data directory that must not be opened: in use, of a newer version, or of another node or cluster. */
public final class DirectoryRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DirectoryRefusedException(String message) {
        super(message);
    }

    public DirectoryRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
