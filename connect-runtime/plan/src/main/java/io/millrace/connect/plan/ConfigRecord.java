package io.millrace.connect.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** One record of the config topic, and what it does to the view of whoever replays it. */
public sealed interface ConfigRecord {

    /** The view after this record. */
    ClusterView applyTo(ClusterView view);

    /** {@code connector-<name>}; empty deletes the connector. Values may be null, as their authors wrote them. */
    record ConnectorConfigured(String name, Optional<Map<String, String>> config) implements ConfigRecord {
        public ConnectorConfigured {
            config = config.map(ConfigRecord::frozen);
        }

        @Override
        public ClusterView applyTo(ClusterView view) {
            return view.withConfig(name, config);
        }
    }

    /** {@code task-<name>-<n>}; takes effect with the next {@link TasksCommitted}. */
    record TaskConfigured(TaskId task, Map<String, String> config) implements ConfigRecord {
        public TaskConfigured {
            config = frozen(config);
        }

        @Override
        public ClusterView applyTo(ClusterView view) {
            return view.withBufferedTask(task, config);
        }
    }

    /**
     * {@code commit-<name>}: the buffered tasks become the tasks, all at once.
     *
     * @param position the record's offset in the topic, which names this generation of tasks
     */
    record TasksCommitted(String name, int taskCount, long position) implements ConfigRecord {
        @Override
        public ClusterView applyTo(ClusterView view) {
            return view.withTasksCommitted(name, taskCount, position);
        }
    }

    /**
     * {@code tasks-fencing-<name>}: the producers of the tasks before a generation can write no more (KIP-618).
     *
     * @param generation empty in a record of Kafka Connect, which means the generation that was committed before it
     */
    record TasksFenced(String name, int taskCount, OptionalLong generation) implements ConfigRecord {
        @Override
        public ClusterView applyTo(ClusterView view) {
            return view.withTasksFenced(name, taskCount, generation);
        }
    }

    /** {@code target-state-<name>}; may come before the connector's own record. */
    record TargetStateSet(String name, Optional<TargetState> state) implements ConfigRecord {
        @Override
        public ClusterView applyTo(ClusterView view) {
            return view.withTarget(name, state);
        }
    }

    /** {@code restart-connector-<name>}: a request, which changes no state and means nothing when replayed. */
    record RestartRequested(String name, boolean includeTasks, boolean onlyFailed) implements ConfigRecord {
        @Override
        public ClusterView applyTo(ClusterView view) {
            return view;
        }
    }

    /** {@code logger-cluster-<logger>}: a level for all workers, which means nothing when replayed. */
    record LoggerLevelSet(String logger, String level) implements ConfigRecord {
        @Override
        public ClusterView applyTo(ClusterView view) {
            return view;
        }
    }

    /** A record of another purpose (session keys, or of a later version). */
    record Ignored(String key) implements ConfigRecord {
        @Override
        public ClusterView applyTo(ClusterView view) {
            return view;
        }
    }

    private static Map<String, String> frozen(Map<String, String> config) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(config));
    }
}
