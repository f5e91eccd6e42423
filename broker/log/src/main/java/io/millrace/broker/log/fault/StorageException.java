package io.millrace.broker.log.fault;

import org.apache.kafka.common.protocol.Errors;

/** The disk failed: the log directory is offline, or is about to be. Nothing that waited is acknowledged. */
public class StorageException extends LogException {
    private static final long serialVersionUID = 1L;

    public StorageException(String message, Throwable cause) {
        super(Errors.KAFKA_STORAGE_ERROR, message, cause);
    }
}
