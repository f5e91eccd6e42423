package io.millrace.connect.worker.agent;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConnectorView;
import io.millrace.connect.plan.TargetState;
import io.millrace.connect.plan.restart.Instance;
import io.millrace.connect.worker.cluster.StatusWriter;
import io.millrace.connect.worker.connector.ConnectorEnvironment;
import io.millrace.connect.worker.connector.ConnectorListener;
import io.millrace.connect.worker.connector.ConnectorRunner;
import io.millrace.connect.worker.control.Lifecycle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The connector instances of this worker. Control loop only; listeners come from lanes and are passed to it. */
final class ConnectorAgent implements ConnectorListener {

    private final ControlLoop loop;
    private final ConnectorEnvironment environment;
    private final StatusWriter statuses;
    private final TaskPublisher publisher;
    private final Restarts restarts;
    private final Predicate<String> exists;
    private final Runnable reconcile;
    private final Map<String, Slot> slots = new TreeMap<>();

    ConnectorAgent(
            ControlLoop loop,
            ConnectorEnvironment environment,
            StatusWriter statuses,
            TaskPublisher publisher,
            Restarts restarts,
            Predicate<String> exists,
            Runnable reconcile) {
        this.loop = loop;
        this.environment = environment;
        this.statuses = statuses;
        this.publisher = publisher;
        this.restarts = restarts;
        this.exists = exists;
        this.reconcile = reconcile;
    }

    private static final class Slot {
        private final ConnectorRunner runner;
        private TargetState asked;
        private boolean stopping;
        private boolean restarting;
        private boolean failed;
        /** What was last said of it. */
        private Lifecycle said = Lifecycle.UNASSIGNED;

        private Throwable shown;

        private Slot(ConnectorRunner runner, TargetState asked) {
            this.runner = runner;
            this.asked = asked;
        }
    }

    /** Brings what runs one step nearer to what is wanted. */
    void reconcile(ClusterView view, Collection<String> mine) {
        for (String name : mine) {
            view.connector(name).ifPresent(this::settle);
        }
        for (Map.Entry<String, Slot> slot : new ArrayList<>(slots.entrySet())) {
            if (!mine.contains(slot.getKey()) || view.connector(slot.getKey()).isEmpty()) {
                stop(slot.getValue());
            }
        }
    }

    private void settle(ConnectorView connector) {
        Slot slot = slots.get(connector.name());
        if (slot == null) {
            ConnectorRunner runner = new ConnectorRunner(connector.name(), connector.config(), environment, this);
            slots.put(connector.name(), new Slot(runner, connector.target()));
            runner.become(connector.target());
        } else if (!slot.runner.config().equals(connector.config())) {
            forgive(connector.name(), slot);
            stop(slot);
        } else if (slot.asked != connector.target() && !slot.stopping) {
            slot.asked = connector.target();
            slot.runner.become(connector.target());
        }
    }

    /** A new configuration deserves a new budget of restarts. */
    private void forgive(String name, Slot slot) {
        if (!slot.stopping) {
            restarts.forgive(Instance.of(name));
        }
    }

    private void stop(Slot slot) {
        if (!slot.stopping) {
            slot.stopping = true;
            slot.runner.stop();
        }
    }

    /** Stops the instance here, if it is here; the next reconciliation starts it again, with a new budget. */
    boolean restart(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            return false;
        }
        restarts.forgive(Instance.of(name));
        restart(slot);
        return true;
    }

    private void restart(Slot slot) {
        slot.restarting = true;
        say(slot, Lifecycle.RESTARTING, null);
        stop(slot);
    }

    /** Unless somebody was quicker, or it is no longer wanted here. */
    private void restartFailed(ConnectorRunner connector) {
        Slot slot = slotOf(connector);
        if (slot != null && !slot.stopping && slot.failed) {
            restart(slot);
        }
    }

    SortedSet<String> here() {
        return new TreeSet<>(slots.keySet());
    }

    @Override
    public void reached(ConnectorRunner connector, TargetState state) {
        loop.offer(() -> {
            Slot slot = slotOf(connector);
            if (slot == null || slot.stopping || slot.asked != state) {
                return;
            }
            slot.failed = false;
            Lifecycle lifecycle =
                    switch (state) {
                        case STARTED -> Lifecycle.RUNNING;
                        case PAUSED -> Lifecycle.PAUSED;
                        case STOPPED -> Lifecycle.STOPPED;
                    };
            say(slot, lifecycle, null);
            if (state == TargetState.STARTED) {
                connector.makeTasks();
            }
        });
    }

    @Override
    public void failed(ConnectorRunner connector, Throwable error) {
        loop.offer(() -> {
            Slot slot = slotOf(connector);
            if (slot == null || slot.stopping) {
                return;
            }
            // One that fails again before it was restarted is restarted once.
            Throwable shown = slot.failed
                    ? error
                    : restarts.failed(
                            Instance.of(connector.name()), connector.config(), error, () -> restartFailed(connector));
            slot.failed = true;
            say(slot, Lifecycle.FAILED, shown);
        });
    }

    @Override
    public void stopped(ConnectorRunner connector) {
        loop.offer(() -> {
            Slot slot = slotOf(connector);
            if (slot != null) {
                slots.remove(connector.name());
                if (!exists.test(connector.name())) {
                    statuses.forgetConnector(connector.name());
                } else if (!slot.restarting) {
                    say(slot, Lifecycle.UNASSIGNED, null);
                }
                reconcile.run();
            }
        });
    }

    @Override
    public void stuck(ConnectorRunner connector) {
        loop.offer(() -> {
            Slot slot = slotOf(connector);
            if (slot != null) {
                tell(slot);
            }
        });
    }

    @Override
    public void tasksOutdated(ConnectorRunner connector) {
        loop.offer(() -> {
            Slot slot = slotOf(connector);
            if (slot != null && !slot.stopping && slot.asked == TargetState.STARTED) {
                connector.makeTasks();
            }
        });
    }

    @Override
    public void tasksMade(ConnectorRunner connector, List<Map<String, String>> configs) {
        loop.offer(() -> {
            Slot slot = slotOf(connector);
            if (slot != null && !slot.stopping) {
                publisher.publish(connector.name(), connector.config(), configs, failure -> failed(connector, failure));
            }
        });
    }

    private void say(Slot slot, Lifecycle state, Throwable error) {
        slot.said = state;
        slot.shown = error;
        slot.runner.observer().state(state);
        tell(slot);
    }

    private void tell(Slot slot) {
        ConnectorRunner runner = slot.runner;
        statuses.connector(runner.name(), slot.said, slot.shown, runner.version(), runner.stuck());
    }

    private Slot slotOf(ConnectorRunner connector) {
        Slot slot = slots.get(connector.name());
        return slot != null && slot.runner == connector ? slot : null;
    }
}
