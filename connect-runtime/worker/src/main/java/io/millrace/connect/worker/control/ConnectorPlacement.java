package io.millrace.connect.worker.control;

import io.millrace.connect.plan.Move;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the tasks of a connector are, and what the leader goes by. Loads are thousandths of a processor, uses thousandths
 * of a worker.
 *
 * @param byLoad false: tasks are placed by their number, as the worker has it that is asked
 * @param workers every member of the group
 */
public record ConnectorPlacement(String name, boolean byLoad, List<PlacedTask> tasks, List<WorkerUse> workers) {

    /** Why a task is not moved to a worker that has less to do. */
    public enum Held {
        /** It is in its snapshot. */
        SNAPSHOT,
        /** It is a source and has given no record yet. */
        STARTING,
        /** The configuration of its connector says so. */
        PINNED
    }

    /**
     * @param workerId that is to run it; empty while nobody is
     * @param waiting whether another worker has to let go of it first
     * @param load empty while nobody has measured it
     * @param measuredMs for how long its present run was measured
     * @param move that brought it there, if it was one for the sake of load
     */
    public record PlacedTask(
            int id,
            Optional<String> workerId,
            boolean waiting,
            OptionalLong load,
            OptionalLong measuredMs,
            Optional<Held> held,
            Optional<Move> move) {}

    /**
     * @param used what its tasks are taken to use of it; empty when it does not tell its load
     * @param tasks of all connectors
     */
    public record WorkerUse(String workerId, OptionalLong used, int tasks) {}
}
