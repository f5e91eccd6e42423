package io.millrace.connect.worker.errors;

/** Waits between two attempts, but not longer than its owner lives. */
public interface Pause {

    /** Returns true when the time has passed, false when it is time to stop instead. */
    boolean elapse(long ms);

    /** Whether it is time to stop. */
    boolean stopping();
}
