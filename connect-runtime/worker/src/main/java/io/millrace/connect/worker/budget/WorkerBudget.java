package io.millrace.connect.worker.budget;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all tasks of a worker may hold together. Half of them are shared out equally, so that no task has to
 * wait for what another does not give back; the other half is lent to whoever needs more, up to its own budget.
 */
public final class WorkerBudget {

    /** Tasks meet in the worker's account once in a while, not with each record. */
    private static final long PIECE_MAX_BYTES = 64 * 1024;

    private static final int PIECES_MIN = 128;

    private final long bytes;
    private final Set<TaskBudget> tasks = ConcurrentHashMap.newKeySet();
    private final AtomicLong lent = new AtomicLong();
    /** Of each task, whatever the others do; changes as tasks come and go. */
    private volatile long shareBytes;

    public WorkerBudget(long bytes) {
        this.bytes = bytes;
        this.shareBytes = bytes / 2;
    }

    /** Opens the account of a task, which may hold {@code taskBytes}. */
    public synchronized TaskBudget open(long taskBytes) {
        TaskBudget task = new TaskBudget(this, taskBytes);
        tasks.add(task);
        share();
        return task;
    }

    synchronized void closed(TaskBudget task) {
        tasks.remove(task);
        share();
    }

    private void share() {
        shareBytes = bytes / 2 / Math.max(1, tasks.size());
    }

    long shareBytes() {
        return shareBytes;
    }

    /** What is lent, is lent in pieces of this size. */
    long pieceBytes() {
        return Math.max(1, Math.min(PIECE_MAX_BYTES, bytes / PIECES_MIN));
    }

    boolean lends() {
        return lent.get() < bytes - bytes / 2;
    }

    void lend(long more) {
        lent.addAndGet(more);
    }

    /** What all tasks may hold. */
    public long bytes() {
        return bytes;
    }

    /** What they hold. */
    public long heldBytes() {
        return tasks.stream().mapToLong(TaskBudget::heldBytes).sum();
    }
}
