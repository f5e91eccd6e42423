package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.TaskId;
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
    private final Map<TaskId, Slot> slots = new TreeMap<>();

    TaskAgent(
            ControlLoop loop,
            Tasks tasks,
            StatusWriter statuses,
            TopicTracker topics,
            Predicate<TaskId> exists,
            Runnable reconcile) {
        this.loop = loop;
        this.tasks = tasks;
        this.statuses = statuses;
        this.topics = topics;
        this.exists = exists;
        this.reconcile = reconcile;
    }

    private static final class Slot {
        private final TaskRunner runner;
        private boolean stopping;
        private boolean restarting;
        private boolean paused;

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
                connector.tasks().appliedConfig().orElse(connector.config()),
                connector.tasks().configs().get(id.task()));
        boolean paused = connector.target() == TargetState.PAUSED;
        Slot slot = slots.get(id);
        if (slot == null) {
            slots.put(id, new Slot(tasks.start(spec, this, paused), paused));
        } else if (!slot.runner.spec().equals(spec)) {
            stop(id, slot);
        } else if (slot.paused != paused && !slot.stopping) {
            slot.paused = paused;
            slot.runner.pause(paused);
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

    /** Stops the task here, if it is here; the next reconciliation starts it again. */
    boolean restart(TaskId id) {
        Slot slot = slots.get(id);
        if (slot == null) {
            return false;
        }
        slot.restarting = true;
        statuses.task(id, Lifecycle.RESTARTING, null, slot.runner.version());
        stop(id, slot);
        return true;
    }

    SortedSet<TaskId> here() {
        return new TreeSet<>(slots.keySet());
    }

    @Override
    public void running(TaskRunner task) {
        report(task, Lifecycle.RUNNING, null);
    }

    @Override
    public void paused(TaskRunner task) {
        report(task, Lifecycle.PAUSED, null);
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
                // Stays in its slot, FAILED, until somebody restarts it or changes its configuration.
                statuses.task(task.spec().id(), Lifecycle.FAILED, error, slot.runner.version());
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
    public void usesTopic(TaskRunner task, String topic) {
        topics.used(task.spec().id(), topic);
    }

    private void remove(TaskId id, Slot slot) {
        slots.remove(id, slot);
        if (!exists.test(id)) {
            statuses.forgetTask(id);
        } else if (!slot.restarting) {
            statuses.task(id, Lifecycle.UNASSIGNED, null, slot.runner.version());
        }
        reconcile.run();
    }

    private void report(TaskRunner task, Lifecycle state, Throwable error) {
        loop.offer(() -> {
            Slot slot = slotOf(task);
            if (slot != null && !slot.stopping && !task.ended()) {
                statuses.task(task.spec().id(), state, error, slot.runner.version());
            }
        });
    }

    private Slot slotOf(TaskRunner task) {
        Slot slot = slots.get(task.spec().id());
        return slot != null && slot.runner == task ? slot : null;
    }
}
