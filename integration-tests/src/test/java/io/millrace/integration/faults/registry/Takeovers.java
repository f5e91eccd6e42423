package io.millrace.integration.faults.registry;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How many faults of each kind there were, and how long until registrations were acknowledged again. */
final class Takeovers {

    private static final double NANOS_PER_S = 1e9;

    private final Map<LeaderFault, List<Long>> nanos = new EnumMap<>(LeaderFault.class);

    /** So long after the fault registrations were acknowledged again. */
    void add(LeaderFault fault, long afterNanos) {
        nanos.computeIfAbsent(fault, fresh -> new ArrayList<>()).add(afterNanos);
    }

    @Override
    public String toString() {
        return nanos.entrySet().stream()
                .map(each -> each.getValue().size() + " " + each.getKey() + " (acknowledging again after "
                        + spread(each.getValue()) + ")")
                .collect(Collectors.joining(", "));
    }

    private static String spread(List<Long> all) {
        List<Long> sorted = all.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%.1f s in the middle, %.1f to %.1f s",
                sorted.get(sorted.size() / 2) / NANOS_PER_S,
                sorted.get(0) / NANOS_PER_S,
                sorted.get(sorted.size() - 1) / NANOS_PER_S);
    }
}
