package io.millrace.broker.server.hosting;

import io.millrace.broker.log.AppendResult;
import org.apache.kafka.common.protocol.Errors;

/**
 * What became of one batch.
 *
 * @param error NONE if it was appended, and is safe if that was asked for
 * @param message why not, for the client; empty if all is well
 * @param result where it went; present only without an error
 * @param unknown nobody can say whether the log has it; only reading the log again tells
 */
public record AppendOutcome(Errors error, String message, AppendResult result, boolean unknown) {

    private static final AppendResult NOWHERE = new AppendResult(-1, -1, -1, -1, false);

    static AppendOutcome done(AppendResult result) {
        return new AppendOutcome(Errors.NONE, "", result, false);
    }

    /** Nothing was acknowledged. */
    public static AppendOutcome refused(Errors error, String message) {
        return new AppendOutcome(error, message, NOWHERE, false);
    }

    static AppendOutcome unknown(Errors error, String message) {
        return new AppendOutcome(error, message, NOWHERE, true);
    }
}
