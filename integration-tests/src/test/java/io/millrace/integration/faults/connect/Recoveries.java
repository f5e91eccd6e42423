package io.millrace.integration.faults.connect;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How many faults of each kind there were, and how long until the cluster had got over them. */
final class Recoveries {

    private static final double NANOS_PER_S = 1e9;

    private final Map<WorkerFault, List<Long>> elsewhere = new EnumMap<>(WorkerFault.class);
    private final Map<WorkerFault, List<Long>> flowing = new EnumMap<>(WorkerFault.class);
    private final Map<WorkerFault, List<Long>> whole = new EnumMap<>(WorkerFault.class);

    /** So long after the fault all tasks ran on the other workers. */
    void elsewhere(WorkerFault fault, long nanos) {
        add(elsewhere, fault, nanos);
    }

    /** So long after the fault the table had grown in all partitions. */
    void flowing(WorkerFault fault, long nanos) {
        add(flowing, fault, nanos);
    }

    /** So long after the end of the fault all workers had tasks again and the table had grown in all partitions. */
    void whole(WorkerFault fault, long nanos) {
        add(whole, fault, nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: elsewhere %s, flowing %s, whole %s%n",
                fault,
                last(elsewhere, fault),
                last(flowing, fault),
                last(whole, fault));
    }

    private static void add(Map<WorkerFault, List<Long>> times, WorkerFault fault, long nanos) {
        times.computeIfAbsent(fault, fresh -> new ArrayList<>()).add(nanos);
    }

    private static String last(Map<WorkerFault, List<Long>> times, WorkerFault fault) {
        List<Long> nanos = times.getOrDefault(fault, List.of());
        return nanos.isEmpty() ? "-" : seconds(nanos.get(nanos.size() - 1));
    }

    @Override
    public String toString() {
        String kinds = whole.entrySet().stream()
                .map(entry -> entry.getValue().size() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return kinds + "; tasks elsewhere after kill -9 in "
                + spread(elsewhere.getOrDefault(WorkerFault.KILL, List.of())) + "; all partitions flowing again in "
                + spread(all(flowing)) + "; all workers at work after the fault in " + spread(all(whole));
    }

    private static List<Long> all(Map<WorkerFault, List<Long>> times) {
        return times.values().stream().flatMap(List::stream).toList();
    }

    private static String spread(List<Long> nanos) {
        if (nanos.isEmpty()) {
            return "(none)";
        }
        List<Long> sorted = nanos.stream().sorted().toList();
        return seconds(sorted.get(sorted.size() / 2)) + " (median of " + sorted.size() + ", " + seconds(sorted.get(0))
                + " to " + seconds(sorted.get(sorted.size() - 1)) + ")";
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / NANOS_PER_S);
    }
}
