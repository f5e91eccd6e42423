package io.millrace.connect.worker.config;

/**
 * How many bytes of records the tasks of a worker may hold.
 *
 * @param taskBytes of one task, unless its connector says otherwise
 * @param workerBytes of all of them together
 */
public record BudgetConfig(long taskBytes, long workerBytes) {

    public static final String TASK_KEY = "task.budget.bytes";
    public static final String WORKER_KEY = "worker.budget.bytes";

    /** Objects cost a multiple of the bytes that they are made of or become. */
    private static final int HEAP_PARTS = 4;

    /** Null stands for what is not configured: a quarter of the heap, and of that a half. */
    static BudgetConfig of(Long taskBytes, Long workerBytes) {
        long worker = workerBytes != null ? workerBytes : Runtime.getRuntime().maxMemory() / HEAP_PARTS;
        return new BudgetConfig(taskBytes != null ? taskBytes : Math.max(1, worker / 2), worker);
    }
}
