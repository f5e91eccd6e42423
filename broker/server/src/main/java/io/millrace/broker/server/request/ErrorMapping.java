package io.millrace.broker.server.request;

import io.millrace.broker.log.fault.LogException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes an error of the protocol. */
public final class ErrorMapping {

    private static final Logger LOGGER = LoggerFactory.getLogger(ErrorMapping.class);

    private ErrorMapping() {}

    /**
     * What the client is told.
     *
     * @param error the code
     * @param message a sentence for a human
     */
    public record Fault(Errors error, String message) {}

    public static Fault of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof LogException logged) {
            return new Fault(logged.error(), logged.getMessage());
        }
        if (cause instanceof ApiException || cause instanceof TimeoutException) {
            return new Fault(Errors.forException(cause), String.valueOf(cause.getMessage()));
        }
        LOGGER.error("A request met an unexpected failure.", cause);
        return new Fault(Errors.UNKNOWN_SERVER_ERROR, Errors.UNKNOWN_SERVER_ERROR.message());
    }
}
