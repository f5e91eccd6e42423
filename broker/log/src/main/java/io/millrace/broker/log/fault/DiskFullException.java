package io.millrace.broker.log.fault;

/**
 * No space left for this append. The directory stays online, nothing of the append is visible, and the same append
 * succeeds once space has returned.
 */
public final class DiskFullException extends StorageException {
    private static final long serialVersionUID = 1L;

    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
