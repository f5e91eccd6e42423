package io.millrace.connect.worker.exactlyonce;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Ends transactions at intervals, between polls; earlier where so much is in one that it had better end. */
final class IntervalBoundary implements TransactionBoundary {

    static final int RECORDS_MAX = 200_000;

    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private long endedNanos;

    IntervalBoundary(long intervalMs, LongSupplier nanoTime) {
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
        this.nanoTime = nanoTime;
    }

    @Override
    public void begin() {
        endedNanos = nanoTime.getAsLong();
    }

    @Override
    public Ending afterBatch(int records) {
        long nowNanos = nanoTime.getAsLong();
        if (nowNanos - endedNanos < intervalNanos && records < RECORDS_MAX) {
            return Ending.NONE;
        }
        endedNanos = nowNanos;
        return Ending.COMMIT;
    }

    @Override
    public Ending whenFull() {
        begin();
        return Ending.COMMIT;
    }
}
