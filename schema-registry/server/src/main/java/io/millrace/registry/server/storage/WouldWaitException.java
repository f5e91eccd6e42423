package io.millrace.registry.server.storage;

/** Ends what would have to wait, or to work for long, on a thread that must not. Nothing was done; ask where one may wait. */
public final class WouldWaitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** It is no failure, and frequent: there is no stack trace. */
    public WouldWaitException() {
        super("this is not to be had at once", null, false, false);
    }
}
