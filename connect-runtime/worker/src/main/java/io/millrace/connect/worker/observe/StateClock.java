package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.Lifecycle;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The present state of something, and which part of its life it has spent in each. Any thread. */
final class StateClock {

    private final LongSupplier nanoTime;
    private final Map<Lifecycle, Long> spentNanos = new EnumMap<>(Lifecycle.class);
    private final long bornNanos;
    private Lifecycle state = Lifecycle.UNASSIGNED;
    private long enteredNanos;

    StateClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.bornNanos = nanoTime.getAsLong();
        this.enteredNanos = bornNanos;
    }

    synchronized void enter(Lifecycle next) {
        long nowNanos = nanoTime.getAsLong();
        spentNanos.merge(state, nowNanos - enteredNanos, Long::sum);
        state = next;
        enteredNanos = nowNanos;
    }

    synchronized Lifecycle state() {
        return state;
    }

    /** Between 0 and 1. */
    synchronized double ratio(Lifecycle asked) {
        long nowNanos = nanoTime.getAsLong();
        long spent = spentNanos.getOrDefault(asked, 0L) + (state == asked ? nowNanos - enteredNanos : 0);
        long lived = nowNanos - bornNanos;
        return lived <= 0 ? 0 : (double) spent / lived;
    }
}
