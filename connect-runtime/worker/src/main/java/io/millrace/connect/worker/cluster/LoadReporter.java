package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.placement.TaskLoad;
import io.millrace.connect.plan.placement.WorkerLoad;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.LoadCodec;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other workers what the tasks of this one cost: when that has changed, and now and then so that they know that
 * it still holds. One thread at a time.
 */
public final class LoadReporter {

    private static final Logger LOGGER = LoggerFactory.getLogger(LoadReporter.class);

    /** What is told counts for ten looks. */
    private static final int SILENT_LOOKS_MAX = 3;

    /** A change of less, in thousandths of a processor, is not worth a record. */
    private static final long CHANGE_MIN = 20;

    private static final TaskLoad NOTHING = new TaskLoad(0, 0, Optional.empty());

    private final String workerId;
    private final String topic;
    private final CompactedLog log;
    private final BooleanSupplier member;
    private final Supplier<WorkerLoad> measure;
    private Optional<WorkerLoad> told = Optional.empty();
    private int silentLooks;

    /** {@code member} says whether the worker may speak for itself: the record of one that is gone is deleted by others. */
    public LoadReporter(
            String workerId, String topic, CompactedLog log, BooleanSupplier member, Supplier<WorkerLoad> measure) {
        this.workerId = workerId;
        this.topic = topic;
        this.log = log;
        this.member = member;
        this.measure = measure;
    }

    /** Looks once, and tells if there is something to tell. Does not throw. */
    public void look() {
        try {
            WorkerLoad now = measure.get();
            if (!member.getAsBoolean()) {
                told = Optional.empty();
                return;
            }
            if (++silentLooks >= SILENT_LOOKS_MAX || changed(now)) {
                tell(now);
            }
        } catch (RuntimeException e) {
            LOGGER.warn("load not measured, no task is moved for the sake of it worker={}", workerId, e);
        }
    }

    private boolean changed(WorkerLoad now) {
        return told.map(before -> differ(before, now)).orElse(true);
    }

    static boolean differ(WorkerLoad before, WorkerLoad now) {
        SortedSet<TaskId> tasks = new TreeSet<>(before.tasks().keySet());
        tasks.addAll(now.tasks().keySet());
        return tasks.stream().anyMatch(task -> differ(before.tasks(), now.tasks(), task));
    }

    private static boolean differ(Map<TaskId, TaskLoad> before, Map<TaskId, TaskLoad> now, TaskId task) {
        TaskLoad one = before.getOrDefault(task, NOTHING);
        TaskLoad other = now.getOrDefault(task, NOTHING);
        return !one.hold().equals(other.hold()) || Math.abs(one.load() - other.load()) >= CHANGE_MIN;
    }

    private void tell(WorkerLoad now) {
        silentLooks = 0;
        told = Optional.of(now);
        log.append(topic, LoadCodec.key(workerId), LoadCodec.write(now)).exceptionally(failure -> {
            LOGGER.warn("load not told, no task is moved for the sake of it worker={}", workerId, failure);
            return null;
        });
    }
}
