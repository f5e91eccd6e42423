package io.millrace.connect.worker.errors;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.secrets.Discretion;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs records that are given up; coordinates when asked for, content never. */
public final class FailureLog implements FailureListener {

    private static final Logger LOGGER = LoggerFactory.getLogger(FailureLog.class);

    private final TaskId task;
    private final boolean coordinates;
    private final Discretion discretion;

    public FailureLog(TaskId task, boolean coordinates, Discretion discretion) {
        this.task = task;
        this.coordinates = coordinates;
        this.discretion = discretion;
    }

    @Override
    public CompletableFuture<Void> failed(ProcessingContext<?> context) {
        String where = "";
        if (coordinates && context.original() instanceof ConsumerRecord<?, ?> consumed) {
            where = " topic=" + consumed.topic() + " partition=" + consumed.partition() + " offset=" + consumed.offset()
                    + " timestamp=" + consumed.timestamp();
        }
        LOGGER.error(
                "record given up task={} stage={} class={} attempts={}{}",
                task,
                context.stage(),
                context.executingClass() == null ? "" : context.executingClass().getName(),
                context.attempt(),
                where,
                discretion.failure(context.error()));
        return CompletableFuture.completedFuture(null);
    }
}
