package io.millrace.bench.load;

import java.util.Arrays;

/** Times in nanoseconds, of which percentiles are asked. One thread. */
public final class Latencies {

    private final long[] nanos;
    private int count;

    public Latencies(int capacity) {
        this.nanos = new long[capacity];
    }

    public void add(long elapsedNanos) {
        nanos[count++] = elapsedNanos;
    }

    /** In microseconds: the smallest time that at least {@code share} of all do not exceed. */
    public double percentileUs(double share) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * count);
        return sorted[Math.max(0, rank - 1)] / 1e3;
    }
}
