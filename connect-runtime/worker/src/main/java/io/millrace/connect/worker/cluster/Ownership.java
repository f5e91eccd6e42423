package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import io.millrace.connect.plan.placement.Loads;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Says what of the cluster's work belongs to this worker, and who else is there. */
public interface Ownership extends AutoCloseable {

    /** What this worker is to run now. */
    Work mine(ClusterView view);

    /** Whether this worker is to run a task, as far as it has read, and may act for the group. Any thread. */
    boolean owns(TaskId task);

    /** Grows whenever the members change. */
    int generation();

    /** Whether the worker of this id is a member, so that its statuses mean something. */
    boolean alive(String workerId);

    /** Where the REST interface of a task's owner is; empty when nobody owns it. */
    Optional<URI> ownerOf(TaskId task);

    /**
     * What the leader goes by, as this worker knows it.
     *
     * @param assignment the newest
     * @param byLoad whether this worker would place by load if it led
     */
    record Placed(Assignment assignment, Loads loads, boolean byLoad) {}

    /** Where work is, and what it costs there. Any thread. */
    Placed placed();

    /** Where the REST interface of a living worker is. */
    Optional<URI> addressOf(String workerId);

    /** Whether changes to configurations go through this worker, so that they come one after the other. */
    boolean leads();

    /** Where the REST interface of the worker is that leads; empty while nobody does. */
    Optional<URI> leader();

    /** Whether this worker may still act for the group: one that may not must not write offsets. */
    boolean certain();

    /** Whether another worker of this one's address has taken its place, so that it does nothing until it is restarted. */
    boolean replaced();

    /** When the group last proved that this worker is a member of it. */
    Instant provedAt();

    /** Says what this worker runs at present, so that others know when it has let go. */
    void running(Work work);

    @Override
    void close();
}
