package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Finds the next task to move from a worker that has been used more than another for a whole window, if there is one.
 * What a leader remembers for that between two looks is its state; a new leader begins without memory, hence waits for a
 * window.
 *
 * <p>A move must bring the busier of its two workers down by a part of the gap. So with loads that stay as they are moves
 * come to an end, and no move calls for its opposite.
 *
 * @param stays since when each task is where it is, as far as this leader has seen
 * @param busySinceMs since when a worker has been used too much
 */
public record Balance(Map<TaskId, Stay> stays, Map<String, Long> busySinceMs) {

    /** Of a leader that has just begun. */
    public static final Balance START = new Balance(Map.of(), Map.of());

    public Balance {
        stays = Map.copyOf(stays);
        busySinceMs = Map.copyOf(busySinceMs);
    }

    /** A task on a worker since a time in milliseconds. */
    public record Stay(String worker, long sinceMs) {}

    /**
     * What there is to look at.
     *
     * @param placed the work of every worker, with no handover under way
     * @param moves the newest, in any order
     */
    public record Situation(ClusterView view, SortedMap<String, Work> placed, Loads loads, List<Move> moves) {}

    /** The state after a look, and the move to make. */
    public record Verdict(Balance next, Optional<Move> move) {}

    /** Looks once; {@code nowMs} is in milliseconds since 1970. */
    public Verdict look(Situation situation, BalancePolicy policy, long nowMs) {
        Map<TaskId, Stay> seen = seen(situation.placed(), nowMs);
        boolean able = policy.byLoad()
                && policy.movesMax() > 0
                && situation.placed().size() > 1
                && situation.loads().complete(situation.placed().keySet());
        List<Use> uses = able ? settledUses(situation, seen, policy, nowMs) : List.of();
        if (uses.size() < 2) {
            return new Verdict(new Balance(seen, Map.of()), Optional.empty());
        }
        Use least = uses.get(0);
        Map<String, Long> busy = new HashMap<>();
        for (Use use : uses) {
            if (use.used() - least.used() >= policy.gap()) {
                busy.put(use.worker(), busySinceMs.getOrDefault(use.worker(), nowMs));
            }
        }
        Optional<Move> move = mayMove(situation, policy, nowMs)
                ? uses.stream()
                        .sorted(Comparator.comparingLong(Use::used).reversed())
                        .filter(use ->
                                busy.containsKey(use.worker()) && nowMs - busy.get(use.worker()) >= policy.windowMs())
                        .flatMap(use -> best(situation, use, least, policy, nowMs).stream())
                        .findFirst()
                : Optional.empty();
        // What was just relieved must be too busy for another window before it is relieved again.
        move.ifPresent(made -> busy.remove(made.from()));
        return new Verdict(new Balance(seen, busy), move);
    }

    private Map<TaskId, Stay> seen(SortedMap<String, Work> placed, long nowMs) {
        Map<TaskId, Stay> seen = new HashMap<>();
        placed.forEach((worker, work) -> work.tasks().forEach(task -> {
            Stay before = stays.get(task);
            seen.put(task, before != null && before.worker().equals(worker) ? before : new Stay(worker, nowMs));
        }));
        return seen;
    }

    private static boolean mayMove(Situation situation, BalancePolicy policy, long nowMs) {
        return situation.moves().stream()
                        .filter(move -> policy.recent(move, nowMs))
                        .count()
                < policy.movesMax();
    }

    private record Use(String worker, long used) {}

    /** Of the workers that have been given nothing within the window, the least used first. */
    private static List<Use> settledUses(
            Situation situation, Map<TaskId, Stay> seen, BalancePolicy policy, long nowMs) {
        List<Use> uses = new ArrayList<>();
        situation.placed().forEach((worker, work) -> {
            boolean settled = work.tasks().stream()
                    .allMatch(task -> nowMs - seen.get(task).sinceMs() >= policy.windowMs());
            if (settled) {
                uses.add(new Use(worker, situation.loads().used(worker, work.tasks())));
            }
        });
        uses.sort(Comparator.comparingLong(Use::used).thenComparing(Use::worker));
        return uses;
    }

    private static Optional<Move> best(Situation situation, Use from, Use to, BalancePolicy policy, long nowMs) {
        Loads loads = situation.loads();
        TaskId best = null;
        long bestPeak = from.used() - policy.gainMin() + 1;
        for (TaskId task : situation.placed().get(from.worker()).tasks()) {
            if (movable(situation, task, policy, nowMs)) {
                long load = loads.expected(task);
                long peak = Math.max(
                        from.used() - loads.used(from.worker(), load), to.used() + loads.used(to.worker(), load));
                if (peak < bestPeak) {
                    best = task;
                    bestPeak = peak;
                }
            }
        }
        return Optional.ofNullable(best)
                .map(task -> new Move(
                        task, from.worker(), to.worker(), nowMs, loads.expected(task), from.used(), to.used()));
    }

    private static boolean movable(Situation situation, TaskId task, BalancePolicy policy, long nowMs) {
        boolean measured = situation
                .loads()
                .of(task)
                .filter(load -> load.measuredMs() >= policy.windowMs())
                .isPresent();
        return measured
                && !new Holds(situation.view(), situation.loads()).held(task)
                && situation.moves().stream()
                        .noneMatch(move -> move.task().equals(task) && policy.resting(move, nowMs));
    }
}
