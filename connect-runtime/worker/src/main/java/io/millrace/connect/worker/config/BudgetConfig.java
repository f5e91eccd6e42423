package io.millrace.connect.worker.config;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * How many bytes of records the tasks of a worker may hold.
 *
 * @param taskBytes of one task, unless its connector says otherwise
 * @param workerBytes of all of them together
 */
public record BudgetConfig(long taskBytes, long workerBytes) {

    public static final String TASK_KEY = "task.budget.bytes";
    public static final String WORKER_KEY = "worker.budget.bytes";

    private static final long MIN_BYTES = 65_536;

    /** Objects cost a multiple of the bytes that they are made of or become. */
    private static final int HEAP_PARTS = 4;

    /** Null stands for what is not configured: a quarter of the heap, and of that a half. */
    static BudgetConfig of(Long taskBytes, Long workerBytes) {
        long worker = workerBytes != null ? workerBytes : Runtime.getRuntime().maxMemory() / HEAP_PARTS;
        return new BudgetConfig(taskBytes != null ? taskBytes : Math.max(1, worker / 2), worker);
    }

    /** Adds the keys to a definition. */
    static void define(ConfigDef keys) {
        for (String key : List.of(TASK_KEY, WORKER_KEY)) {
            keys.define(
                    key,
                    ConfigDef.Type.LONG,
                    null,
                    ConfigDef.LambdaValidator.with(BudgetConfig::requireRoom, () -> "at least " + MIN_BYTES),
                    ConfigDef.Importance.MEDIUM,
                    "Bytes of records that a task, or all tasks together, may hold; parts of the heap if unset.");
        }
    }

    private static void requireRoom(String key, Object value) {
        if (value != null && (Long) value < MIN_BYTES) {
            throw new ConfigException(key, value, "Value must be at least " + MIN_BYTES);
        }
    }
}
