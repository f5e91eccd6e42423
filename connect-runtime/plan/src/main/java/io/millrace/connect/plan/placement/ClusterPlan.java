package io.millrace.connect.plan.placement;

import io.millrace.connect.plan.Assignment;
import io.millrace.connect.plan.ClusterView;
import io.millrace.connect.plan.Move;
import io.millrace.connect.plan.TaskId;
import io.millrace.connect.plan.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a leader decides in one look at the cluster.
 *
 * @param work what each worker may run now
 * @param next what each is to run when its present holder has let go
 * @param moves as in {@link Assignment#moves()}
 * @param balance what to remember until the next look
 */
public record ClusterPlan(
        SortedMap<String, Work> work, SortedMap<String, Work> next, List<Move> moves, Balance balance) {

    /**
     * What there is to decide about.
     *
     * @param before the newest assignment
     * @param held by living worker, what it has or may have
     */
    public record Question(
            ClusterView view, SortedSet<String> workers, Assignment before, Map<String, Work> held, Loads loads) {}

    /** Decides; {@code nowMs} is in milliseconds since 1970. */
    public static ClusterPlan decide(Question asked, BalancePolicy policy, Balance balance, long nowMs) {
        SortedMap<String, Work> placed = place(asked, policy);
        List<Move> moves = new ArrayList<>(asked.before().moves());
        Set<TaskId> existing = new HashSet<>(asked.view().tasks());
        moves.removeIf(move -> !existing.contains(move.task()));
        Balance.Verdict verdict = new Balance.Verdict(balance, Optional.empty());
        if (settled(placed, asked)) {
            verdict = balance.look(new Balance.Situation(asked.view(), placed, asked.loads(), moves), policy, nowMs);
        }
        verdict.move().ifPresent(move -> {
            moves.add(move);
            carryOut(placed, move);
        });
        SortedMap<String, Work> safe = Handover.safe(placed, asked.held());
        return new ClusterPlan(safe, Handover.waiting(placed, safe), moves, verdict.next());
    }

    private static SortedMap<String, Work> place(Question asked, BalancePolicy policy) {
        SortedMap<String, Work> decided = asked.before().decided();
        if (!policy.byLoad()) {
            return Placement.byCount(asked.view(), asked.workers(), decided);
        }
        SortedSet<String> joined = new TreeSet<>(asked.workers());
        joined.removeAll(asked.before().members());
        return Placement.byLoad(new Holds(asked.view(), asked.loads()), asked.workers(), joined, decided);
    }

    /** While work is on its way from one worker to another, figures say little and nothing else is moved. */
    private static boolean settled(SortedMap<String, Work> placed, Question asked) {
        return placed.equals(asked.before().work())
                && Handover.safe(placed, asked.held()).equals(placed);
    }

    private static void carryOut(SortedMap<String, Work> placed, Move move) {
        SortedSet<TaskId> left = new TreeSet<>(placed.get(move.from()).tasks());
        left.remove(move.task());
        placed.put(move.from(), new Work(placed.get(move.from()).connectors(), left));
        SortedSet<TaskId> gained = new TreeSet<>(placed.get(move.to()).tasks());
        gained.add(move.task());
        placed.put(move.to(), new Work(placed.get(move.to()).connectors(), gained));
    }

    /** Whether an assignment says this already. */
    public boolean saidBy(Assignment assignment, SortedSet<String> members) {
        return assignment.says(members, work, next);
    }
}
