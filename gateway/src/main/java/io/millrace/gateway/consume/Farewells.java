package io.millrace.gateway.consume;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends many consumers side by side, and all of them within one bound: where the cluster is gone, each takes as long as it may.
 */
public final class Farewells {
    private static final Logger LOGGER = LoggerFactory.getLogger(Farewells.class);
    private static final int THREADS_MAX = 64;
    private static final long ALL_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long EACH_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** For those that have no time left to end nevertheless. */
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private Farewells() {}

    /** Ends one consumer. */
    @FunctionalInterface
    public interface Farewell {
        /** {@code timeout} bounds what it waits for the cluster. */
        void say(Duration timeout);
    }

    /** Says them all; what fails, or does not end, is logged and left behind. */
    public static void say(List<Farewell> all) {
        if (all.isEmpty()) {
            return;
        }
        long deadlineNanos = System.nanoTime() + ALL_NANOS;
        ExecutorService threads = Executors.newFixedThreadPool(Math.min(THREADS_MAX, all.size()), task -> {
            Thread thread = new Thread(task, "gateway-farewell");
            thread.setDaemon(true);
            return thread;
        });
        all.forEach(each -> threads.execute(() -> say(each, deadlineNanos)));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(ALL_NANOS + GRACE_NANOS, TimeUnit.NANOSECONDS)) {
                LOGGER.warn("consumers do not end; they are left behind");
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void say(Farewell farewell, long deadlineNanos) {
        try {
            long left = Math.max(0, deadlineNanos - System.nanoTime());
            farewell.say(Duration.ofNanos(Math.min(EACH_NANOS, left)));
        } catch (RuntimeException | Error e) {
            LOGGER.warn("a consumer could not be ended in order", e);
        }
    }
}
