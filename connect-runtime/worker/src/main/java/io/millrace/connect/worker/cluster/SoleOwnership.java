package io.millrace.connect.worker.cluster;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.Placement;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A worker that is alone: the same placement rule, with one member. */
public final class SoleOwnership implements Ownership {

    private final String workerId;
    private final URI url;

    public SoleOwnership(String workerId, URI url) {
        this.workerId = workerId;
        this.url = url;
    }

    @Override
    public Work mine(ClusterView view) {
        return Placement.place(view, new TreeSet<>(Set.of(workerId)), Map.of()).get(workerId);
    }

    @Override
    public int generation() {
        return 1;
    }

    @Override
    public boolean alive(String id) {
        return workerId.equals(id);
    }

    @Override
    public Optional<URI> ownerOf(TaskId task) {
        return Optional.of(url);
    }

    @Override
    public void running(Work work) {
        // Nobody else waits for it.
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
