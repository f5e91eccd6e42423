package io.millrace.connect.worker.budget;

import io.millrace.connect.plugins.config.ConnectorKeys;
import io.millrace.connect.worker.config.BudgetConfig;
import io.millrace.connect.worker.config.SourceBatches;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * What a connector says about the budget of each of its tasks, and what that means for their clients.
 *
 * @param bytes of each task
 * @param holdUncommitted whether a sink reads no more while it keeps back the offsets of what it was given
 */
public record BudgetKeys(long bytes, boolean holdUncommitted) {

    /** Beside the batch in hand a consumer has the next ones. */
    private static final int FETCH_PARTS = 2;

    private static final int KAFKAS_BATCH_BYTES = 16 * 1024;
    private static final int BATCHES_OF_BUDGET = 8;

    /** Reads the {@code task.budget.*} keys; a task has no more than the whole worker, whatever they say. */
    public static BudgetKeys parse(Map<String, String> connectorConfig, BudgetConfig worker) {
        Map<String, Object> values = ConnectorKeys.budgets().parse(connectorConfig);
        Long own = (Long) values.get(BudgetConfig.TASK_KEY);
        return new BudgetKeys(
                Math.min(own == null ? worker.taskBytes() : own, worker.workerBytes()),
                "hold".equals(values.get("task.budget.uncommitted")));
    }

    /**
     * A producer's buffer within the budget, and several batches within that, unless somebody has said how large a batch
     * is: a single one must fit, or the producer would take no record at all.
     */
    public Map<String, Object> producer(Map<String, Object> config) {
        Map<String, Object> fitting = config;
        long batch = number(config, ProducerConfig.BATCH_SIZE_CONFIG, KAFKAS_BATCH_BYTES);
        if (batch == SourceBatches.DEFAULT_BYTES) {
            batch = Math.min(batch, Math.max(KAFKAS_BATCH_BYTES, bytes / BATCHES_OF_BUDGET));
            fitting = lowered(config, ProducerConfig.BATCH_SIZE_CONFIG, KAFKAS_BATCH_BYTES, batch);
        }
        return lowered(fitting, ProducerConfig.BUFFER_MEMORY_CONFIG, 32 * 1024 * 1024, Math.max(bytes, batch));
    }

    /** What a consumer fetches, within half of the budget. A batch of the topic's that is larger comes all the same. */
    public Map<String, Object> consumer(Map<String, Object> config) {
        long most = Math.max(1, Math.min(Integer.MAX_VALUE, bytes / FETCH_PARTS));
        Map<String, Object> less = lowered(config, ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 50 * 1024 * 1024, most);
        return lowered(less, ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1024 * 1024, most);
    }

    private static Map<String, Object> lowered(Map<String, Object> config, String key, long preset, long most) {
        Map<String, Object> lowered = new HashMap<>(config);
        if (number(config, key, preset) > most) {
            lowered.put(key, Long.toString(most));
        }
        return lowered;
    }

    private static long number(Map<String, Object> config, String key, long preset) {
        Object given = config.get(key);
        try {
            return given == null ? preset : Long.parseLong(given.toString().strip());
        } catch (NumberFormatException e) {
            // The client refuses it, and says so better.
            return preset;
        }
    }
}
