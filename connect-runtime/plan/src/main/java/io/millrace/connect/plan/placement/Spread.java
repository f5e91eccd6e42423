package io.millrace.connect.plan.placement;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Units of one kind spread over workers. */
final class Spread<U extends Comparable<U>> {

    /**
     * Uses are compared in steps of so many thousandths of a worker: below that, the number of units says more than a
     * figure that is different the next minute.
     */
    private static final long USE_STEP = 50;

    private final Kinship<U> kinship;
    private final Uses<U> uses;
    private final SortedMap<String, SortedSet<U>> placed = new TreeMap<>();
    /** Of each worker, in steps; those of one that gets a unit are counted anew. */
    private final SortedMap<String, Long> steps = new TreeMap<>();

    Spread(Kinship<U> kinship, Uses<U> uses) {
        this.kinship = kinship;
        this.uses = uses;
    }

    /** Which units had better be apart. */
    interface Kinship<U> {
        boolean between(U one, U other);
    }

    /** How much of a worker units use, in thousandths. */
    interface Uses<U> {
        long of(String worker, Set<U> units);
    }

    SortedSet<U> of(String worker) {
        return placed.get(worker);
    }

    /** Leaves what is wanted where it was, and gives the rest to the lightest. */
    void settle(SortedMap<String, SortedSet<U>> before, Set<U> wanted) {
        Set<U> homeless = new LinkedHashSet<>(wanted);
        before.forEach((worker, had) -> {
            SortedSet<U> kept = new TreeSet<>();
            for (U unit : had) {
                // A unit that two workers claim stays with the first.
                if (homeless.remove(unit)) {
                    kept.add(unit);
                }
            }
            placed.put(worker, kept);
            weigh(worker);
        });
        for (U unit : homeless) {
            String lightest = lightest(unit);
            placed.get(lightest).add(unit);
            weigh(lightest);
        }
    }

    private void weigh(String worker) {
        steps.put(worker, uses.of(worker, placed.get(worker)) / USE_STEP);
    }

    private String lightest(U unit) {
        return Collections.min(
                placed.keySet(),
                Comparator.comparingLong((String worker) -> steps.get(worker))
                        .thenComparing(worker -> placed.get(worker).size())
                        .thenComparing(worker -> kin(placed.get(worker), unit))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Moves units from the fullest to the emptiest; each move lessens the difference, so the loop ends. */
    void level() {
        while (true) {
            String emptiest = emptiest(placed.keySet());
            Optional<String> fullest = fullest(placed.keySet(), unit -> false);
            if (fullest.isEmpty() || !differ(fullest.get(), emptiest)) {
                return;
            }
            move(fullest.get(), emptiest, unit -> false);
        }
    }

    /** Moves units that are not held to those that have joined, until these have as many as others, less one. */
    void share(Set<String> joined, Predicate<U> held) {
        Set<String> givers = new TreeSet<>(placed.keySet());
        givers.removeAll(joined);
        while (!joined.isEmpty()) {
            String emptiest = emptiest(joined);
            Optional<String> fullest = fullest(givers, held);
            if (fullest.isEmpty() || !differ(fullest.get(), emptiest)) {
                return;
            }
            move(fullest.get(), emptiest, held);
        }
    }

    private boolean differ(String fullest, String emptiest) {
        return placed.get(fullest).size() - placed.get(emptiest).size() > 1;
    }

    private String emptiest(Set<String> workers) {
        return Collections.min(
                workers, Comparator.comparingInt(worker -> placed.get(worker).size()));
    }

    /** Of those that have something to give. */
    private Optional<String> fullest(Set<String> workers, Predicate<U> held) {
        return workers.stream()
                .filter(worker -> !placed.get(worker).stream().allMatch(held))
                .max(Comparator.<String>comparingInt(
                                worker -> placed.get(worker).size())
                        .thenComparing(Comparator.reverseOrder()));
    }

    private void move(String from, String to, Predicate<U> held) {
        SortedSet<U> having = placed.get(from);
        U moved = having.stream()
                .filter(held.negate())
                .max(Comparator.comparingLong((U unit) -> kin(having, unit)).thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
        having.remove(moved);
        placed.get(to).add(moved);
    }

    private long kin(Set<U> units, U unit) {
        return units.stream().filter(other -> kinship.between(other, unit)).count();
    }
}
