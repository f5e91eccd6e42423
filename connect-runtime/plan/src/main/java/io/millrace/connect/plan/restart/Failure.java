package io.millrace.connect.plan.restart;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * One failure of a connector or task.
 *
 * @param atMs when it happened, in milliseconds since 1970
 * @param error class and message of the error
 * @param restartAtMs when it was to be started again; empty when it was left alone
 * @param note why it was left alone, or which restart of how many it was
 */
public record Failure(long atMs, FailureKind kind, String error, OptionalLong restartAtMs, String note) {

    public Failure {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(error);
        Objects.requireNonNull(note);
    }
}
