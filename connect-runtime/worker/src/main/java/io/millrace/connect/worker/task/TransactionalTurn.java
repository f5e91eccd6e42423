package io.millrace.connect.worker.task;

import io.millrace.connect.worker.exactlyonce.Generations;
import io.millrace.connect.worker.exactlyonce.Generations.Standing;
import io.millrace.connect.worker.exactlyonce.TransactionalIds;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a transactional task begin when nothing else can write for it (KIP-618).
 *
 * <p>Its own former life is fenced by its producer. But the tasks of an earlier generation may have had its source
 * partitions under other indexes: the first task of a generation fences them all, says so in the config topic, and the
 * others wait for that. A worker that was asleep for a while looks at the topics before it takes the transactional id,
 * and again after: whoever took it for gone may have done so in between.
 */
record TransactionalTurn(TaskSpec spec, Generations generations, TransactionalIds ids, TaskSwitch control) {

    private static final Logger LOGGER = LoggerFactory.getLogger(TransactionalTurn.class);
    private static final long PAUSE_MS = 50;
    private static final long FENCING_TIMEOUT_MS = 180_000;

    /** Takes the transactional id; false, with nothing written, when it is time to stop. */
    boolean take(Transactions transactions) throws InterruptedException {
        if (!await()) {
            return false;
        }
        transactions.init();
        if (look() == Standing.MAY_WRITE) {
            return true;
        }
        LOGGER.info("task is not this worker's any more task={}", spec.id());
        while (control.elapse(PAUSE_MS)) {
            // Whoever changed the plan stops this task.
        }
        return false;
    }

    private boolean await() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FENCING_TIMEOUT_MS);
        while (!control.stopping()) {
            Standing standing = generations.glance(spec.id(), spec.generation());
            if (standing == Standing.MAY_WRITE && look() == Standing.MAY_WRITE) {
                return true;
            }
            if (standing == Standing.UNFENCED && spec.id().task() == 0 && look() == Standing.UNFENCED) {
                fence();
            } else if (standing == Standing.UNFENCED && System.nanoTime() > deadlineNanos) {
                throw new ConnectException(
                        "Task " + spec.id() + " does not begin, since the producers of its connector's"
                                + " former tasks have not been fenced for " + FENCING_TIMEOUT_MS
                                + " ms. Task 0 of the connector"
                                + " does that: see its status, restart it, then this one.");
            } else {
                control.elapse(PAUSE_MS);
            }
        }
        return false;
    }

    private Standing look() throws InterruptedException {
        return generations.look(spec.id(), spec.generation());
    }

    private void fence() throws InterruptedException {
        int former = generations.lastFencing(spec.id().connector()).taskCount();
        if (former > 0) {
            LOGGER.info("fencing former tasks connector={} tasks={}", spec.id().connector(), former);
            ids.fence(former);
            if (look() != Standing.UNFENCED) {
                return;
            }
        }
        generations.fenced(spec.id().connector(), spec.generation());
    }
}
