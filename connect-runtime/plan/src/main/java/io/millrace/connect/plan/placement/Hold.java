package io.millrace.connect.plan.placement;

/** Why a task is not to be moved although another worker has less to do. */
public enum Hold {
    /** It copies what was there before it began, and would begin anew elsewhere. Not even a worker that joins gets it. */
    SNAPSHOT,
    /** A source that has given no record yet: it may be preparing a snapshot. */
    STARTING
}
