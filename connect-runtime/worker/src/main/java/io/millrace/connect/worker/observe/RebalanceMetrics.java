package io.millrace.connect.worker.observe;

import java.util.Map;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.CumulativeSum;

/** {@code connect-worker-rebalance-metrics}. Any thread. */
final class RebalanceMetrics implements RebalanceObserver {

    private static final String PROTOCOL = "millrace-connect";

    private final Sensor completed;
    private final Sensor times;
    private boolean rebalancing;
    private boolean joinedOnce;
    private long beganNanos;
    private long endedNanos;
    private int epoch = -1;
    private String leader = "";

    RebalanceMetrics(Metrics metrics) {
        MetricGroup group = new MetricGroup(metrics, "connect-worker-rebalance-metrics", Map.of());
        group.gauge("connect-protocol", "how the workers share work", () -> PROTOCOL)
                .gauge("leader-name", "the address of the worker that leads", this::leader)
                .gauge("epoch", "the generation of the group", this::epoch)
                .gauge("rebalancing", "whether the group forms anew", () -> rebalancing() ? 1.0 : 0.0)
                .gauge("time-since-last-rebalance-ms", "since the group last formed", this::sinceLastMs);
        completed = group.sensor("completed-rebalances");
        completed.add(group.name("completed-rebalances-total", "how often the group formed"), new CumulativeSum());
        times = group.maxAndAverage(
                "rebalance-time", "rebalance-max-time-ms", "rebalance-avg-time-ms", "time of a rebalance in ms");
    }

    @Override
    public synchronized void joining() {
        if (!rebalancing) {
            rebalancing = true;
            beganNanos = System.nanoTime();
        }
    }

    @Override
    public synchronized void joined(int generation, String leaderUrl) {
        endedNanos = System.nanoTime();
        if (rebalancing) {
            times.record(MetricGroup.millis(endedNanos - beganNanos));
        }
        rebalancing = false;
        joinedOnce = true;
        epoch = generation;
        leader = leaderUrl;
        completed.record(1);
    }

    private synchronized String leader() {
        return leader;
    }

    private synchronized int epoch() {
        return epoch;
    }

    private synchronized boolean rebalancing() {
        return rebalancing;
    }

    private synchronized double sinceLastMs() {
        return joinedOnce ? MetricGroup.millis(System.nanoTime() - endedNanos) : Double.POSITIVE_INFINITY;
    }
}
