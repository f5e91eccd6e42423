package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.log.StatusRecord.Status;
import io.millrace.connect.worker.secrets.SecretsInUse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Makes what this worker runs equal to what it should run, again after every change. */
public final class WorkerAgent {

    private final ControlLoop loop;
    private final ClusterTables cluster;
    private final ConnectorAgent connectors;
    private final TaskAgent tasks;
    private final SecretsInUse secrets;
    private final AtomicBoolean due = new AtomicBoolean();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    /** Set once, on the control loop; everything is wanted nowhere from then on. */
    private boolean closing;

    private volatile boolean started;

    WorkerAgent(ControlLoop loop, ClusterTables cluster, AgentParts parts) {
        this.loop = loop;
        this.cluster = cluster;
        this.secrets = parts.connectors().secrets();
        TaskPublisher publisher = new TaskPublisher(cluster.views(), cluster.configs(), parts.queue());
        Restarts restarts = new Restarts(loop, parts.connectors().timer(), cluster);
        this.connectors = new ConnectorAgent(
                loop,
                parts.connectors(),
                cluster.statusWriter(),
                publisher,
                restarts,
                name -> cluster.views().view().connector(name).isPresent(),
                this::reconcileSoon);
        this.tasks = new TaskAgent(
                loop,
                parts.tasks(),
                cluster.statusWriter(),
                parts.topics(),
                restarts,
                this::exists,
                this::reconcileSoon);
    }

    private boolean exists(TaskId task) {
        Optional<ConnectorView> connector = cluster.views().view().connector(task.connector());
        return connector.isPresent()
                && task.task() < connector.get().tasks().configs().size();
    }

    /** From here on work is started; before, the topics are replayed. */
    public void start() {
        started = true;
        reconcileSoon();
    }

    /** Hears every record of the config topic, on the log's reading thread. */
    public void changed(ConfigRecord change) {
        if (!started) {
            return;
        }
        if (change instanceof ConfigRecord.RestartRequested request) {
            loop.offer(() -> restart(request));
        }
        reconcileSoon();
    }

    /** Reconciles once for any number of calls before it comes to it. Any thread. */
    public void reconcileSoon() {
        if (started && due.compareAndSet(false, true) && !loop.offer(this::reconcile)) {
            due.set(false);
        }
    }

    private void reconcile() {
        due.set(false);
        ClusterView view = cluster.views().view();
        Work mine = closing ? Work.NONE : cluster.ownership().mine(view);
        connectors.reconcile(view, mine.connectors());
        tasks.reconcile(view, mine.tasks());
        forgetGoneTasks(mine);
        secrets.retain(here());
        cluster.ownership().running(new Work(connectors.here(), tasks.here()));
        if (closing && connectors.here().isEmpty() && tasks.here().isEmpty()) {
            idle.complete(null);
        }
    }

    /**
     * A task may have ended, and said so, before the record came that took it out of the plan. Whoever has the connector
     * clears up.
     */
    private void forgetGoneTasks(Work mine) {
        for (TaskId task : cluster.statuses().tasks()) {
            boolean gone = mine.connectors().contains(task.connector())
                    && !exists(task)
                    && !tasks.here().contains(task);
            if (gone) {
                cluster.statusWriter().forgetTask(task);
            }
        }
    }

    private void restart(ConfigRecord.RestartRequested request) {
        String name = request.name();
        if (!request.onlyFailed() || failed(cluster.statuses().connector(name))) {
            connectors.restart(name);
        }
        if (request.includeTasks()) {
            for (TaskId task : tasks.here()) {
                boolean meant = task.connector().equals(name)
                        && (!request.onlyFailed() || failed(cluster.statuses().task(task)));
                if (meant) {
                    tasks.restart(task);
                }
            }
        }
    }

    private static boolean failed(Optional<Status> status) {
        return status.map(Status::state)
                .filter(state -> state == Lifecycle.FAILED)
                .isPresent();
    }

    /** Restarts those that run here, as a request would. Any thread. */
    public void restart(Set<Instance> instances) {
        loop.offer(() -> {
            if (!closing) {
                instances.forEach(this::restart);
            }
        });
    }

    private void restart(Instance instance) {
        if (instance.task().isPresent()) {
            tasks.restart(instance.task().get());
        } else {
            connectors.restart(instance.connector());
        }
    }

    private Set<Instance> here() {
        Set<Instance> here = new HashSet<>();
        connectors.here().forEach(name -> here.add(Instance.of(name)));
        tasks.here().forEach(task -> here.add(Instance.of(task)));
        return here;
    }

    /** Restarts a task that runs here; false when it does not. */
    CompletableFuture<Boolean> restartTask(TaskId task) {
        return onLoop(() -> tasks.restart(task));
    }

    /** Stops everything; completes when all of it has ended or was given up. */
    public CompletableFuture<Void> close() {
        boolean taken = loop.offer(() -> {
            closing = true;
            reconcile();
        });
        if (!taken) {
            idle.completeExceptionally(new IllegalStateException("the control loop takes no more actions"));
        }
        return idle;
    }

    private <T> CompletableFuture<T> onLoop(Supplier<T> action) {
        return CompletableFuture.supplyAsync(action, loop);
    }
}
