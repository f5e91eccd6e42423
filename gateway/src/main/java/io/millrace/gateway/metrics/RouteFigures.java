package io.millrace.gateway.metrics;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** What was asked of one route. Any thread; what is read while others write may be between two of their steps. */
final class RouteFigures {
    /** Upper bounds, in seconds. */
    private static final double[] BOUNDS = {0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, LongAdder> byStatus = new ConcurrentHashMap<>();
    private final LongAdder[] within = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();

    RouteFigures() {
        for (int i = 0; i < within.length; i++) {
            within[i] = new LongAdder();
        }
    }

    /**
     * One request that is over.
     *
     * @param untilAnswerNanos until its answer began
     */
    void add(String status, long untilAnswerNanos, long in, long out) {
        byStatus.computeIfAbsent(status, fresh -> new LongAdder()).increment();
        int bucket = 0;
        while (bucket < BOUNDS.length && untilAnswerNanos > BOUNDS[bucket] * NANOS) {
            bucket++;
        }
        within[bucket].increment();
        nanos.add(untilAnswerNanos);
        bytesIn.add(in);
        bytesOut.add(out);
    }

    void tellRequests(PrometheusPage page, String name, Map<String, String> labels) {
        new TreeMap<>(byStatus)
                .forEach((status, count) ->
                        page.count(name, PrometheusPage.with(labels, "status", status), count.sum()));
    }

    void tellSeconds(PrometheusPage page, String name, Map<String, String> labels) {
        long count = 0;
        for (int i = 0; i < within.length; i++) {
            count += within[i].sum();
            String bound = i < BOUNDS.length ? Double.toString(BOUNDS[i]) : "+Inf";
            page.count(name + "_bucket", PrometheusPage.with(labels, "le", bound), count);
        }
        page.seconds(name + "_sum", labels, nanos.sum() / NANOS);
        page.count(name + "_count", labels, count);
    }

    long bytesIn() {
        return bytesIn.sum();
    }

    long bytesOut() {
        return bytesOut.sum();
    }
}
