package io.millrace.connect.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The whole config topic up to one of its records, as an immutable value. */
public final class ClusterView {

    public static final ClusterView EMPTY =
            new ClusterView(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());

    private final SortedMap<String, Map<String, String>> configs;
    private final SortedMap<String, TargetState> targets;
    private final SortedMap<String, TaskSet> taskSets;
    private final SortedMap<String, SortedMap<Integer, Map<String, String>>> buffered;
    /** Kept when a connector is deleted: one created under its name must fence what may still run of it. */
    private final SortedMap<String, Fencing> fencings;

    private ClusterView(
            SortedMap<String, Map<String, String>> configs,
            SortedMap<String, TargetState> targets,
            SortedMap<String, TaskSet> taskSets,
            SortedMap<String, SortedMap<Integer, Map<String, String>>> buffered,
            SortedMap<String, Fencing> fencings) {
        this.configs = configs;
        this.targets = targets;
        this.taskSets = taskSets;
        this.buffered = buffered;
        this.fencings = fencings;
    }

    /** The view after one more record of the topic. */
    public ClusterView apply(ConfigRecord record) {
        return record.applyTo(this);
    }

    public SortedSet<String> connectors() {
        return Collections.unmodifiableSortedSet(new TreeMap<>(configs).navigableKeySet());
    }

    public Optional<ConnectorView> connector(String name) {
        Map<String, String> config = configs.get(name);
        if (config == null) {
            return Optional.empty();
        }
        return Optional.of(new ConnectorView(
                name,
                config,
                targets.getOrDefault(name, TargetState.STARTED),
                taskSets.getOrDefault(name, TaskSet.NONE),
                fencings.getOrDefault(name, Fencing.NONE)));
    }

    /** A connector that does not exist, as it would be if it were created now; what was fenced under its name counts. */
    public ConnectorView planned(String name, Map<String, String> config) {
        return new ConnectorView(
                name, config, TargetState.STOPPED, TaskSet.NONE, fencings.getOrDefault(name, Fencing.NONE));
    }

    /** Every task of every connector that exists. */
    public List<TaskId> tasks() {
        List<TaskId> tasks = new ArrayList<>();
        for (String name : configs.keySet()) {
            connector(name).ifPresent(connector -> tasks.addAll(connector.taskIds()));
        }
        return tasks;
    }

    ClusterView withConfig(String name, Optional<Map<String, String>> config) {
        if (config.isPresent()) {
            return new ClusterView(with(configs, name, config.get()), targets, taskSets, buffered, fencings);
        }
        // A deleted connector takes its tasks along, else one created later under its name would inherit them.
        return new ClusterView(
                without(configs, name),
                without(targets, name),
                without(taskSets, name),
                without(buffered, name),
                fencings);
    }

    ClusterView withTarget(String name, Optional<TargetState> state) {
        return new ClusterView(
                configs,
                state.map(target -> with(targets, name, target)).orElseGet(() -> without(targets, name)),
                taskSets,
                buffered,
                fencings);
    }

    ClusterView withBufferedTask(TaskId task, Map<String, String> config) {
        SortedMap<Integer, Map<String, String>> waiting =
                with(buffered.getOrDefault(task.connector(), new TreeMap<>()), task.task(), config);
        return new ClusterView(configs, targets, taskSets, with(buffered, task.connector(), waiting), fencings);
    }

    ClusterView withTasksCommitted(String name, int taskCount, long position) {
        SortedMap<Integer, Map<String, String>> known = new TreeMap<>();
        List<Map<String, String>> previous =
                taskSets.getOrDefault(name, TaskSet.NONE).configs();
        for (int task = 0; task < previous.size(); task++) {
            known.put(task, previous.get(task));
        }
        known.putAll(buffered.getOrDefault(name, new TreeMap<>()));
        List<Map<String, String>> committed = new ArrayList<>();
        for (int task = 0; task < taskCount && known.containsKey(task); task++) {
            committed.add(known.get(task));
        }
        boolean complete = committed.size() == taskCount;
        TaskSet tasks = new TaskSet(
                complete ? committed : List.of(), Optional.ofNullable(configs.get(name)), complete, position);
        return new ClusterView(configs, targets, with(taskSets, name, tasks), without(buffered, name), fencings);
    }

    /** A record that comes late, from a worker that was asleep, says nothing of the generations since then. */
    ClusterView withTasksFenced(String name, int taskCount, OptionalLong generation) {
        long fenced =
                generation.orElse(taskSets.getOrDefault(name, TaskSet.NONE).generation());
        if (fenced < fencings.getOrDefault(name, Fencing.NONE).generation()) {
            return this;
        }
        return new ClusterView(
                configs, targets, taskSets, buffered, with(fencings, name, new Fencing(fenced, taskCount)));
    }

    private static <K, V> SortedMap<K, V> with(SortedMap<K, V> map, K key, V value) {
        SortedMap<K, V> copy = new TreeMap<>(map);
        copy.put(key, value);
        return copy;
    }

    private static <K, V> SortedMap<K, V> without(SortedMap<K, V> map, K key) {
        SortedMap<K, V> copy = new TreeMap<>(map);
        copy.remove(key);
        return copy;
    }
}
