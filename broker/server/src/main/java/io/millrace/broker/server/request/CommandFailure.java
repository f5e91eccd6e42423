package io.millrace.broker.server.request;

import io.millrace.broker.metadata.command.CommandRefused;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.Outcome;
import org.apache.kafka.common.protocol.Errors;

/** Why a command as a whole changed nothing, or is not known to have. */
public final class CommandFailure {

    private CommandFailure() {}

    public static Outcome of(CommandResponse response, Throwable failure) {
        if (response instanceof CommandRefused refused) {
            return refused.outcome();
        }
        if (failure == null) {
            return Outcome.refused(Errors.UNKNOWN_SERVER_ERROR, "The cluster gave an answer of another kind.");
        }
        ErrorMapping.Fault fault = ErrorMapping.of(failure);
        return Outcome.refused(fault.error(), fault.message());
    }
}
