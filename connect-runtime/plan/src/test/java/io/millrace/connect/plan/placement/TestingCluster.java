package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.ConfigRecord;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Workers that do at once what the leader's plan says, and tell their load at every tick of a clock. Each task is its own
 * connector, {@code t<n>}.
 */
final class TestingCluster {

    static final long TICK_MS = 1_000;
    static final BalancePolicy POLICY = new BalancePolicy(true, 200, 10_000, 2, 30_000);

    final SortedSet<String> workers = new TreeSet<>();
    final NavigableMap<TaskId, Long> costs = new TreeMap<>();
    final Map<TaskId, Hold> holds = new HashMap<>();
    final SortedSet<String> silent = new TreeSet<>();
    final List<Move> moved = new ArrayList<>();
    final Random random = new Random(1);
    BalancePolicy policy = POLICY;
    int processors = 1;
    /** Figures are off by up to so many hundredths. */
    int noise;

    ClusterView view = ClusterView.EMPTY;
    Assignment assignment = Assignment.NONE;
    long nowMs;
    private Balance balance = Balance.START;
    private final Map<TaskId, Long> runningSinceMs = new HashMap<>();

    TestingCluster(int count) {
        for (int worker = 0; worker < count; worker++) {
            workers.add("w" + worker);
        }
    }

    TaskId add(int number, long cost) {
        return add(number, cost, Map.of());
    }

    TaskId add(int number, long cost, Map<String, String> config) {
        TaskId task = new TaskId("t" + number, 0);
        view = view.apply(new ConfigRecord.ConnectorConfigured(task.connector(), Optional.of(config)))
                .apply(new ConfigRecord.TaskConfigured(task, Map.of()))
                .apply(new ConfigRecord.TasksCommitted(task.connector(), 1, number));
        costs.put(task, cost);
        return task;
    }

    void delete(TaskId task) {
        view = view.apply(new ConfigRecord.ConnectorConfigured(task.connector(), Optional.empty()));
        costs.remove(task);
    }

    /** Gives tasks to a worker, whatever the planner would say. */
    void put(String worker, TaskId... tasks) {
        SortedMap<String, Work> work = new TreeMap<>(assignment.work());
        workers.forEach(each -> work.putIfAbsent(each, Work.NONE));
        SortedSet<TaskId> its = new TreeSet<>(work.get(worker).tasks());
        SortedSet<String> connectors = new TreeSet<>(work.get(worker).connectors());
        for (TaskId task : tasks) {
            its.add(task);
            connectors.add(task.connector());
            runningSinceMs.put(task, nowMs);
        }
        work.put(worker, new Work(connectors, its));
        assignment = new Assignment(1, assignment.sequence() + 1, "w0", workers, work);
    }

    /** A new leader, which knows what is written and nothing else. */
    void changeLeader() {
        balance = Balance.START;
    }

    /** The task starts anew where it is. */
    void restart(TaskId task) {
        runningSinceMs.put(task, nowMs);
    }

    void run(int ticks) {
        for (int tick = 0; tick < ticks; tick++) {
            nowMs += TICK_MS;
            decide();
        }
    }

    private void decide() {
        ClusterPlan plan = ClusterPlan.decide(
                new ClusterPlan.Question(view, workers, assignment, assignment.work(), loads()),
                policy,
                balance,
                nowMs);
        balance = plan.balance();
        plan.moves().stream().filter(move -> !assignment.moves().contains(move)).forEach(moved::add);
        // All let go at once of what they are to hand over.
        SortedMap<String, Work> work = new TreeMap<>(plan.work());
        plan.next().forEach((worker, waiting) -> work.merge(worker, waiting, Work::and));
        work.forEach((worker, its) -> its.tasks().forEach(task -> {
            if (!assignment.of(worker).tasks().contains(task)) {
                runningSinceMs.put(task, nowMs);
            }
        }));
        assignment = new Assignment(1, assignment.sequence() + 1, "w0", workers, work, new TreeMap<>(), plan.moves());
    }

    private Loads loads() {
        Map<String, WorkerLoad> told = new TreeMap<>();
        for (String worker : workers) {
            SortedMap<TaskId, TaskLoad> its = new TreeMap<>();
            assignment.of(worker).tasks().stream().filter(costs::containsKey).forEach(task -> {
                long cost = costs.get(task);
                long error = noise == 0 ? 0 : cost * (random.nextInt(2 * noise + 1) - noise) / 100;
                its.put(
                        task,
                        new TaskLoad(
                                cost + error,
                                nowMs - runningSinceMs.getOrDefault(task, nowMs),
                                Optional.ofNullable(holds.get(task))));
            });
            if (!silent.contains(worker)) {
                told.put(worker, new WorkerLoad(processors, its));
            }
        }
        return new Loads(told);
    }

    String workerOf(TaskId task) {
        return workers.stream()
                .filter(worker -> assignment.of(worker).tasks().contains(task))
                .findFirst()
                .orElseThrow();
    }

    long used(String worker) {
        return assignment.of(worker).tasks().stream().mapToLong(costs::get).sum() / processors;
    }
}
