package io.millrace.connect.worker.observe;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a task costs: the processor time of its threads over the newest samples. Where the JVM does not tell that time, a
 * record that goes in or out stands for some of it. Threads that begin and end between two samples are not seen, nor is
 * what the JVM does for all, as collecting garbage. Any thread.
 */
final class LoadMeter {

    /** A window has ten intervals. */
    private static final int SAMPLES_MAX = 11;

    private static final long NANOS_FOR_A_RECORD = 10_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final ThreadGroup group;
    private final LongSupplier records;
    private final boolean timed = THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    private final Map<Long, Long> seenNanos = new HashMap<>();
    private final Deque<Sample> samples = new ArrayDeque<>();
    private final long begunNanos;
    private long costNanos;

    private record Sample(long atNanos, long costNanos) {}

    /** Measures from {@code nowNanos} on; {@code records} went in and out so far. */
    LoadMeter(ThreadGroup group, LongSupplier records, long nowNanos) {
        this.group = group;
        this.records = records;
        this.begunNanos = nowNanos;
        // Threads of one that had the group before may still live, or be shared; what they did is not ours.
        threadNanos();
        costNanos = 0;
        samples.add(new Sample(nowNanos, 0));
    }

    synchronized void sample(long nowNanos) {
        if (timed) {
            costNanos += threadNanos();
        } else {
            costNanos = records.getAsLong() * NANOS_FOR_A_RECORD;
        }
        samples.add(new Sample(nowNanos, costNanos));
        if (samples.size() > SAMPLES_MAX) {
            samples.remove();
        }
    }

    /** What the threads have used since the last call. */
    private long threadNanos() {
        long used = 0;
        Map<Long, Thread> living = TaskThreads.living(group);
        seenNanos.keySet().retainAll(living.keySet());
        for (long id : living.keySet()) {
            long nanos = THREADS.getThreadCpuTime(id);
            if (nanos >= 0) {
                Long before = seenNanos.put(id, nanos);
                used += nanos - (before == null ? 0 : before);
            }
        }
        return used;
    }

    /** In thousandths of a processor, over the samples that are kept. */
    synchronized long load() {
        Sample first = samples.getFirst();
        Sample last = samples.getLast();
        long nanos = last.atNanos() - first.atNanos();
        return nanos <= 0 ? 0 : Math.max(0, (last.costNanos() - first.costNanos()) * 1_000 / nanos);
    }

    synchronized long measuredMs() {
        return TimeUnit.NANOSECONDS.toMillis(samples.getLast().atNanos() - begunNanos);
    }
}
