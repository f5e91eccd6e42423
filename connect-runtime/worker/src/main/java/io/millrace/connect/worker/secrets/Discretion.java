package io.millrace.connect.worker.secrets;

/** Keeps secrets out of what is said about a connector. Any thread. */
@FunctionalInterface
public interface Discretion {

    /** Where there is nothing to hide. */
    Discretion NONE = text -> text;

    /** The text without secrets; null for null. */
    String text(String text);

    /** What may go to the log of a failure: the failure itself, or a copy of it where something of it has to be hidden; null for null. */
    default Throwable failure(Throwable failure) {
        return failure == null ? null : CleanFailure.of(failure, this);
    }
}
