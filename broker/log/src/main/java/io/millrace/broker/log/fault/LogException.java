package io.millrace.broker.log.fault;

import org.apache.kafka.common.protocol.Errors;

/**
 * A request that the log refuses, or cannot serve, with the protocol error that the client should see. The log is
 * unchanged by a refused append. Refusals carry no stack trace: clients can provoke them at will.
 */
public class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Errors error;

    public LogException(Errors error, String message) {
        super(message, null, false, false);
        this.error = error;
    }

    protected LogException(Errors error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public Errors error() {
        return error;
    }
}
