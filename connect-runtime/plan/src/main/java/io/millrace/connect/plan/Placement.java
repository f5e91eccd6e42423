package io.millrace.connect.plan;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rule that gives work to workers: what runs stays where it runs, what is homeless goes to the least loaded, and
 * only a difference of more than one unit moves work.
 *
 * <p>Connectors and tasks are counted apart, since a connector instance costs next to nothing. Among equally loaded
 * workers a task goes to the one with the fewest tasks of the same connector.
 */
public final class Placement {

    private Placement() {}

    /** The work of every worker of {@code workers}, from what they run now; the same input gives the same answer. */
    public static SortedMap<String, Work> place(
            ClusterView view, SortedSet<String> workers, Map<String, Work> running) {
        if (workers.isEmpty()) {
            return Collections.emptySortedMap();
        }
        SortedMap<String, SortedSet<String>> connectors = settle(
                workers, view.connectors(), worker -> work(running, worker).connectors(), (a, b) -> false);
        SortedMap<String, SortedSet<TaskId>> tasks = settle(
                workers,
                new LinkedHashSet<>(view.tasks()),
                worker -> work(running, worker).tasks(),
                (a, b) -> a.connector().equals(b.connector()));
        SortedMap<String, Work> placed = new TreeMap<>();
        workers.forEach(worker -> placed.put(worker, new Work(connectors.get(worker), tasks.get(worker))));
        return placed;
    }

    private static Work work(Map<String, Work> running, String worker) {
        return running.getOrDefault(worker, Work.NONE);
    }

    private static <U extends Comparable<U>> SortedMap<String, SortedSet<U>> settle(
            SortedSet<String> workers, Set<U> wanted, Running<U> running, Kinship<U> kinship) {
        SortedMap<String, SortedSet<U>> placed = new TreeMap<>();
        Set<U> homeless = new LinkedHashSet<>(wanted);
        for (String worker : workers) {
            SortedSet<U> kept = new TreeSet<>();
            for (U unit : running.of(worker)) {
                // A unit that two workers claim stays with the first.
                if (homeless.remove(unit)) {
                    kept.add(unit);
                }
            }
            placed.put(worker, kept);
        }
        for (U unit : homeless) {
            placed.get(lightest(placed, unit, kinship)).add(unit);
        }
        level(placed, kinship);
        return placed;
    }

    /** Moves units from the heaviest to the lightest; each move lessens the difference, so the loop ends. */
    private static <U extends Comparable<U>> void level(SortedMap<String, SortedSet<U>> placed, Kinship<U> kinship) {
        while (true) {
            String heaviest = Collections.max(placed.keySet(), Comparator.comparingInt(worker -> placed.get(worker)
                    .size()));
            String lightest = Collections.min(placed.keySet(), Comparator.comparingInt(worker -> placed.get(worker)
                    .size()));
            if (placed.get(heaviest).size() - placed.get(lightest).size() <= 1) {
                return;
            }
            U moved = Collections.max(
                    placed.get(heaviest),
                    Comparator.comparingLong((U unit) -> kin(placed.get(heaviest), unit, kinship))
                            .thenComparing(Comparator.naturalOrder()));
            placed.get(heaviest).remove(moved);
            placed.get(lightest).add(moved);
        }
    }

    private static <U> String lightest(SortedMap<String, SortedSet<U>> placed, U unit, Kinship<U> kinship) {
        return Collections.min(
                placed.keySet(),
                Comparator.comparingInt((String worker) -> placed.get(worker).size())
                        .thenComparing(worker -> kin(placed.get(worker), unit, kinship))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static <U> long kin(Set<U> units, U unit, Kinship<U> kinship) {
        return units.stream().filter(other -> kinship.between(other, unit)).count();
    }

    private interface Running<U> {
        Set<U> of(String worker);
    }

    private interface Kinship<U> {
        boolean between(U one, U other);
    }
}
