package io.millrace.connect.rest.api;

import io.millrace.connect.plugins.validate.ValidationTimeoutException;
import io.millrace.connect.rest.http.Answer;
import io.millrace.connect.rest.http.ErrorMapping;
import io.millrace.connect.worker.control.ConnectControl;
import io.millrace.connect.worker.control.ControlException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statuses of all failures. */
final class ConnectErrors implements ErrorMapping {
    private static final Logger LOGGER = LoggerFactory.getLogger(ConnectErrors.class);

    private final ConnectControl control;

    ConnectErrors(ConnectControl control) {
        this.control = control;
    }

    @Override
    public Answer answer(Throwable failure) {
        if (failure instanceof ControlException refusal) {
            return Answer.error(status(refusal.reason()), refusal.getMessage());
        }
        if (failure instanceof ConfigException) {
            return Answer.error(400, failure.getMessage());
        }
        if (failure instanceof ValidationTimeoutException) {
            return Answer.error(500, "Request timed out. " + failure.getMessage());
        }
        if (failure instanceof TimeoutException) {
            return Answer.error(500, "Request timed out. " + control.health().message());
        }
        LOGGER.error("a request failed for a reason that nobody foresaw", failure);
        return Answer.error(500, failure.getMessage() == null ? failure.toString() : failure.getMessage());
    }

    @Override
    public Optional<URI> elsewhere(Throwable failure) {
        return failure instanceof ControlException refusal ? refusal.forwardTo() : Optional.empty();
    }

    @Override
    public boolean passing(Throwable failure) {
        if (!(failure instanceof ControlException refusal)) {
            return false;
        }
        return switch (refusal.reason()) {
            case NOT_OWNER, CONFLICT, UNAVAILABLE -> true;
            case NOT_FOUND, ALREADY_EXISTS, BAD_REQUEST, FORBIDDEN, BUSY, TIMED_OUT, INTERNAL -> false;
        };
    }

    @Override
    public CompletionStage<Void> heard() {
        return control.caughtUp();
    }

    private static int status(ControlException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS, CONFLICT, NOT_OWNER -> 409;
            case BAD_REQUEST -> 400;
            case FORBIDDEN -> 403;
            case BUSY -> 429;
            case UNAVAILABLE -> 503;
            case TIMED_OUT, INTERNAL -> 500;
        };
    }
}
