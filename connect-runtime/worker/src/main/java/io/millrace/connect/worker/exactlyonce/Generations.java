package io.millrace.connect.worker.exactlyonce;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.Fencing;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.cluster.ConfigWriter;
import io.millrace.connect.worker.log.CompactedLog;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.connect.errors.ConnectException;

/** Which generation of a connector's tasks may write, and on which worker. */
public final class Generations {

    private static final long TOPICS_TIMEOUT_MS = 60_000;

    private final CompactedLog log;
    private final Supplier<ClusterView> view;
    private final Predicate<TaskId> owned;
    private final ConfigWriter writer;

    /** {@code owned}: whether this worker, as far as it knows, is to run a task. */
    public Generations(CompactedLog log, Supplier<ClusterView> view, Predicate<TaskId> owned, ConfigWriter writer) {
        this.log = log;
        this.view = view;
        this.owned = owned;
        this.writer = writer;
    }

    /** What a task of a generation may do. */
    public enum Standing {
        /** There is a newer generation, or another worker has the task: it will be stopped, and must not write. */
        STALE,
        /** Producers of an earlier generation may still write. */
        UNFENCED,
        MAY_WRITE
    }

    /** As far as this worker has read, which may be long ago. */
    public Standing glance(TaskId task, long generation) {
        Optional<ConnectorView> connector = view.get().connector(task.connector());
        boolean current = connector.isPresent()
                && connector.get().tasks().generation() == generation
                && task.task() < connector.get().tasks().configs().size();
        if (!current || !owned.test(task)) {
            return Standing.STALE;
        }
        return connector.get().fenced() ? Standing.MAY_WRITE : Standing.UNFENCED;
    }

    /** As it stands in the topics now. */
    public Standing look(TaskId task, long generation) throws InterruptedException {
        await(log.readToEnd(), "The internal topics cannot be read to their end");
        return glance(task, generation);
    }

    /** The last fencing of a connector's producers. */
    public Fencing lastFencing(String connector) {
        return view.get().connector(connector).map(ConnectorView::fencing).orElse(Fencing.NONE);
    }

    /** Lets the tasks of a generation begin, as those before it can write no more. */
    public void fenced(String connector, long generation) throws InterruptedException {
        int tasks = view.get()
                .connector(connector)
                .map(one -> one.tasks().configs().size())
                .orElse(0);
        await(writer.fenced(connector, new Fencing(generation, tasks)), "The config topic cannot be written");
    }

    private static void await(CompletableFuture<Void> future, String failure) throws InterruptedException {
        try {
            future.get(TOPICS_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new ConnectException(failure, e.getCause());
        } catch (TimeoutException e) {
            throw new ConnectException(failure, e);
        }
    }
}
