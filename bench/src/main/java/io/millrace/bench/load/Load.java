package io.millrace.bench.load;

import io.millrace.bench.peer.BrokerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Several connections that do the same thing until told to stop; counts what was answered. */
public final class Load implements AutoCloseable {

    private static final long LOOK_INTERVAL_MS = 2;
    private static final long TIMEOUT_NANOS = 600_000_000_000L;
    private static final int MIN_WARM_UPS = 3;
    private static final int MAX_WARM_UPS = 20;

    /** Of the broker's CPU: compilers that take less are as good as done. */
    private static final double QUIET_SHARE = 0.03;

    private final BrokerProcess broker;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /** What one connection does: one step, which returns how much of the work it has done. */
    @FunctionalInterface
    public interface Step {

        long run(RawConnection connection) throws IOException;
    }

    /**
     * What a stretch of load cost.
     *
     * @param work what the steps returned, in all
     * @param cpuSeconds of the broker
     * @param compilerShare how much of that its just-in-time compilers took, 0 to 1
     */
    public record Cost(long work, double cpuSeconds, double compilerShare) {}

    public Load(BrokerProcess broker) {
        this.broker = broker;
    }

    /** Adds a connection of its own, with its thread. */
    public Load with(Step step) throws IOException {
        RawConnection connection = RawConnection.open(broker.port());
        var thread = new Thread(() -> repeat(connection, step), "load-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return this;
    }

    public Load begin() {
        threads.forEach(Thread::start);
        return this;
    }

    /**
     * Waits for stretches of so much work each until the just-in-time compilers are done with the broker, so that they
     * are not what is measured.
     */
    public void warmUp(long stretch) throws IOException, InterruptedException {
        double share = 1;
        for (int i = 0; i < MIN_WARM_UPS || (share > QUIET_SHARE && i < MAX_WARM_UPS); i++) {
            share = measure(stretch).compilerShare();
        }
        if (share > QUIET_SHARE) {
            System.err.printf(
                    Locale.ROOT, "The compilers take %.0f %% of the broker's CPU after the warm-up.%n", share * 100);
        }
    }

    /** Waits until so much more work was done, and says what that cost. */
    public Cost measure(long work) throws IOException, InterruptedException {
        double cpuBefore = broker.cpuSeconds();
        double compilersBefore = broker.compilerSeconds();
        long before = done.get();
        long startNanos = System.nanoTime();
        while (done.get() - before < work) {
            Throwable broken = failure.get();
            if (broken != null) {
                broker.requireAlive();
                throw new IOException("the load broke: " + broken, broken);
            }
            if (System.nanoTime() - startNanos > TIMEOUT_NANOS) {
                throw new IOException("only " + (done.get() - before) + " of " + work + " was done in ten minutes");
            }
            Thread.sleep(LOOK_INTERVAL_MS);
        }
        double cpu = broker.cpuSeconds() - cpuBefore;
        // A compiler thread that was not needed may have ended meanwhile.
        double compilers = Math.max(0, broker.compilerSeconds() - compilersBefore);
        return new Cost(done.get() - before, cpu, cpu > 0 ? compilers / cpu : 0);
    }

    private void repeat(RawConnection connection, Step step) {
        try (connection) {
            while (!stopped) {
                done.addAndGet(step.run(connection));
            }
        } catch (IOException | RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    @Override
    public void close() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException e) {
            // The threads are daemons, and end with their next step.
            Thread.currentThread().interrupt();
        }
    }
}
