package io.millrace.broker.coordinator.shard;

import io.millrace.broker.coordinator.decision.TimerKey;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is due when. A key has at most one deadline. */
final class Deadlines {
    private final TreeMap<TimerKey, Long> byKey = new TreeMap<>();
    private final TreeSet<Due> inOrder =
            new TreeSet<>(Comparator.comparingLong(Due::deadlineMs).thenComparing(Due::key));

    private record Due(long deadlineMs, TimerKey key) {}

    void apply(Map<TimerKey, OptionalLong> changes) {
        changes.forEach((key, deadlineMs) -> {
            if (deadlineMs.isPresent()) {
                arm(key, deadlineMs.getAsLong());
            } else {
                cancel(key);
            }
        });
    }

    void arm(TimerKey key, long deadlineMs) {
        cancel(key);
        byKey.put(key, deadlineMs);
        inOrder.add(new Due(deadlineMs, key));
    }

    void cancel(TimerKey key) {
        Long deadlineMs = byKey.remove(key);
        if (deadlineMs != null) {
            inOrder.remove(new Due(deadlineMs, key));
        }
    }

    boolean isArmed(TimerKey key) {
        return byKey.containsKey(key);
    }

    long nextMs() {
        return inOrder.isEmpty() ? Long.MAX_VALUE : inOrder.first().deadlineMs();
    }

    Optional<TimerKey> due(long nowMs) {
        return nextMs() <= nowMs ? Optional.of(inOrder.first().key()) : Optional.empty();
    }

    int count() {
        return byKey.size();
    }
}
