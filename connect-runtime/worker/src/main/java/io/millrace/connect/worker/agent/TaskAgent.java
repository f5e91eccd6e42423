package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.cluster.StatusWriter;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.task.TaskListener;
import io.millrace.connect.worker.task.TaskRunner;
import io.millrace.connect.worker.task.TaskSpec;
import io.millrace.connect.worker.task.Tasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The tasks of this worker: starts what is missing, stops what is not wanted, and reports. Control loop only. */
final class TaskAgent implements TaskListener {

    private final ControlLoop loop;
    private final Tasks tasks;
    private final StatusWriter statuses;
    private final Predicate<TaskId> exists;
    private final Runnable reconcile;
    private final TopicTracker topics;
    private final Restarts restarts;
    private final Map<TaskId, Slot> slots = new TreeMap<>();

    TaskAgent(
            ControlLoop loop,
            Tasks tasks,
            StatusWriter statuses,
            TopicTracker topics,
            Restarts restarts,
            Predicate<TaskId> exists,
            Runnable reconcile) {
        this.loop = loop;
        this.tasks = tasks;
        this.statuses = statuses;
        this.topics = topics;
        this.restarts = restarts;
        this.exists = exists;
        this.reconcile = reconcile;
    }

    private static final class Slot {
        private final TaskRunner runner;
        private boolean stopping;
        private boolean restarting;
        private boolean paused;
        /** What was last said of it; nothing is said before its plugin has started. */
        private Lifecycle said = Lifecycle.UNASSIGNED;

        private Throwable shown;

        private Slot(TaskRunner runner, boolean paused) {
            this.runner = runner;
            this.paused = paused;
        }
    }

    /** Brings what runs one step nearer to what is wanted. */
    void reconcile(ClusterView view, Collection<TaskId> mine) {
        Set<TaskId> wanted = new HashSet<>();
        for (TaskId id : mine) {
            view.connector(id.connector())
                    .filter(connector -> connector.target() != TargetState.STOPPED)
                    .filter(connector -> id.task() < connector.tasks().configs().size())
                    .ifPresent(connector -> {
                        wanted.add(id);
                        settle(id, connector);
                    });
        }
        for (Map.Entry<TaskId, Slot> slot : new ArrayList<>(slots.entrySet())) {
            if (!wanted.contains(slot.getKey())) {
                stop(slot.getKey(), slot.getValue());
            }
        }
    }

    private void settle(TaskId id, ConnectorView connector) {
        TaskSpec spec = new TaskSpec(
                id,
                connector.tasks().generation(),
                connector.tasks().appliedConfig().orElse(connector.config()),
                connector.tasks().configs().get(id.task()));
        boolean paused = connector.target() == TargetState.PAUSED;
        Slot slot = slots.get(id);
        if (slot == null) {
            slots.put(id, new Slot(tasks.start(spec, this, paused), paused));
        } else if (!slot.runner.serves(spec)) {
            forgive(id, slot);
            stop(id, slot);
        } else if (slot.paused != paused && !slot.stopping) {
            slot.paused = paused;
            slot.runner.pause(paused);
        }
    }

    /** A new configuration deserves a new budget of restarts. */
    private void forgive(TaskId id, Slot slot) {
        if (!slot.stopping) {
            restarts.forgive(Instance.of(id));
        }
    }

    private void stop(TaskId id, Slot slot) {
        if (slot.runner.ended()) {
            remove(id, slot);
        } else if (!slot.stopping) {
            slot.stopping = true;
            tasks.stop(slot.runner);
        }
    }

    /** Stops the task here, if it is here; the next reconciliation starts it again, with a new budget of restarts. */
    boolean restart(TaskId id) {
        Slot slot = slots.get(id);
        if (slot == null) {
            return false;
        }
        restarts.forgive(Instance.of(id));
        restart(id, slot);
        return true;
    }

    private void restart(TaskId id, Slot slot) {
        slot.restarting = true;
        slot.runner.observer().state(Lifecycle.RESTARTING);
        say(slot, Lifecycle.RESTARTING, null);
        stop(id, slot);
    }

    /** Unless somebody was quicker, or it is no longer wanted here. */
    private void restartFailed(TaskRunner task) {
        Slot slot = slotOf(task);
        if (slot != null && !slot.stopping) {
            restart(task.spec().id(), slot);
        }
    }

    SortedSet<TaskId> here() {
        return new TreeSet<>(slots.keySet());
    }

    @Override
    public void running(TaskRunner task) {
        report(task, Lifecycle.RUNNING);
    }

    @Override
    public void paused(TaskRunner task) {
        report(task, Lifecycle.PAUSED);
    }

    @Override
    public void failed(TaskRunner task, Throwable error) {
        loop.offer(() -> {
            Slot slot = slotOf(task);
            if (slot == null) {
                return;
            }
            if (slot.stopping) {
                remove(task.spec().id(), slot);
            } else {
                // Stays in its slot, FAILED, until it is restarted or its configuration changes.
                TaskSpec spec = task.spec();
                Throwable shown = restarts.failed(
                        Instance.of(spec.id()), spec.connectorConfig(), error, () -> restartFailed(task));
                say(slot, Lifecycle.FAILED, shown);
            }
        });
    }

    @Override
    public void stopped(TaskRunner task) {
        loop.offer(() -> {
            Slot slot = slotOf(task);
            if (slot != null) {
                remove(task.spec().id(), slot);
            }
        });
    }

    @Override
    public void stuck(TaskRunner task) {
        loop.offer(() -> {
            Slot slot = slotOf(task);
            if (slot != null && !task.ended()) {
                say(slot, slot.said, slot.shown);
            }
        });
    }

    @Override
    public void usesTopic(TaskRunner task, String topic) {
        topics.used(task.spec().id(), topic);
    }

    private void remove(TaskId id, Slot slot) {
        slots.remove(id, slot);
        slot.runner.observer().close();
        if (!exists.test(id)) {
            statuses.forgetTask(id);
        } else if (!slot.restarting) {
            say(slot, Lifecycle.UNASSIGNED, null);
        }
        reconcile.run();
    }

    private void report(TaskRunner task, Lifecycle state) {
        loop.offer(() -> {
            Slot slot = slotOf(task);
            if (slot != null && !slot.stopping && !task.ended()) {
                say(slot, state, null);
            }
        });
    }

    private void say(Slot slot, Lifecycle state, Throwable error) {
        slot.said = state;
        slot.shown = error;
        TaskRunner runner = slot.runner;
        statuses.task(
                runner.spec().id(),
                state,
                error,
                runner.version(),
                runner.calls().stuck());
    }

    private Slot slotOf(TaskRunner task) {
        Slot slot = slots.get(task.spec().id());
        return slot != null && slot.runner == task ? slot : null;
    }
}
