package io.millrace.registry.server.decision;

/** Ends an attempt that needs work which is better done without a lock. It has been noted if it can be kept. */
final class WorkDueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkDueException() {
        super("work is due outside the lock", null, false, false);
    }
}
