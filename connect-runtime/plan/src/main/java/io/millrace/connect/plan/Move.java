package io.millrace.connect.plan;

/**
 * A task that was taken from a worker which had more to do than the others.
 *
 * @param atMs when that was decided, in milliseconds since 1970
 * @param load of the task, in thousandths of a processor
 * @param fromUsed how much of itself the worker {@code from} used before, in thousandths
 * @param toUsed the same of {@code to}
 */
public record Move(TaskId task, String from, String to, long atMs, long load, long fromUsed, long toUsed) {

    /** Enough to bound the moves of every interval that a policy allows, and to say why a task is where it is. */
    public static final int KEPT_MAX = 100;
}
