package io.millrace.gateway;

import io.millrace.testing.Pause;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What the Kafka consumers of a group in this JVM count: how far a read got is seen nowhere else. */
final class ConsumerFigures {
    private static final long PATIENCE_NANOS = 90_000_000_000L;

    private final String group;

    ConsumerFigures(String group) {
        this.group = group;
    }

    /** How many records were polled. */
    long polled() {
        return sum("consumer-fetch-manager-metrics", "records-consumed-total");
    }

    /** How many commits were answered. */
    long commits() {
        return sum("consumer-coordinator-metrics", "commit-total");
    }

    private long sum(String type, String figure) {
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
        double sum = 0;
        try {
            ObjectName all = new ObjectName("kafka.consumer:type=" + type + ",client-id=consumer-" + group + "-*");
            for (ObjectName each : beans.queryNames(all, null)) {
                sum += (Double) beans.getAttribute(each, figure);
            }
        } catch (JMException e) {
            throw new AssertionError(e);
        }
        return Math.round(sum);
    }

    /** When so many were polled. */
    void awaitPolled(long count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (polled() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + polled() + " of " + count + " records were polled");
            }
            Pause.betweenLooks();
        }
    }

    /** When so many more commits were answered than until now. */
    void awaitMoreCommits(long count) {
        long wanted = commits() + count;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (commits() < wanted) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("only " + commits() + " of " + wanted + " commits");
            }
            Pause.betweenLooks();
        }
    }
}
