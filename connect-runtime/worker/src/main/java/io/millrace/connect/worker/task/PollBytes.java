package io.millrace.connect.worker.task;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.budget.BudgetExceededException;
import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.config.BudgetConfig;
import org.apache.kafka.common.errors.RecordTooLargeException;

/**
 * The bytes of one poll, as they come out of the converters. A poll is in memory as a whole, whatever waits, so that one
 * beyond the task's budget can only be refused.
 */
final class PollBytes {

    private final TaskId task;
    private final TaskBudget budget;
    private long records;
    private long bytes;

    PollBytes(TaskId task, TaskBudget budget) {
        this.task = task;
        this.budget = budget;
    }

    /** Why a record by itself is too large; null if it is not. */
    RecordTooLargeException refusal(String topic, long recordBytes) {
        return recordBytes <= budget.bytes() ? null : tooLarge(task.toString(), topic, recordBytes, budget);
    }

    static RecordTooLargeException tooLarge(String task, String topic, long recordBytes, TaskBudget budget) {
        return new RecordTooLargeException("A record of topic " + topic + " has " + recordBytes
                + " bytes, more than task " + task + " may hold (" + BudgetConfig.TASK_KEY + "=" + budget.bytes()
                + "). Raise " + BudgetConfig.TASK_KEY + " of the connector, or keep such records away from it.");
    }

    /** Counts a record; throws when the poll has become too large. */
    void add(long recordBytes) {
        records++;
        bytes += recordBytes;
        if (bytes > budget.bytes()) {
            throw new BudgetExceededException("One poll of task " + task + " gave more than the task may hold: "
                    + records + " of its records are " + bytes + " bytes, and " + BudgetConfig.TASK_KEY + " is "
                    + budget.bytes() + ". Let the connector poll less at once (its keys for this are often named"
                    + " batch.size, max.batch.size or batch.max.rows), or raise " + BudgetConfig.TASK_KEY
                    + " of the connector.");
        }
    }
}
