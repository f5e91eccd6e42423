package io.millrace.bench.load;

import io.millrace.bench.peer.Server;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Several connections that do the same thing until told to stop; counts what was answered. */
public final class Load implements AutoCloseable {

    private final Server server;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Meter meter;
    private volatile boolean stopped;

    /** What one connection does: one step, which returns how much of the work it has done. */
    @FunctionalInterface
    public interface Step {

        long run(RawConnection connection) throws IOException;
    }

    /** The same with a connection that it knows itself. */
    @FunctionalInterface
    public interface OwnStep {

        long run() throws IOException;
    }

    public Load(Server server) {
        this.server = server;
        this.meter = new Meter(server, this::done);
    }

    /** Adds a connection of its own, with its thread. */
    public Load with(Step step) throws IOException {
        RawConnection connection = RawConnection.open(server.port());
        return with(connection, () -> step.run(connection));
    }

    /** Adds a thread for a connection, which it closes in the end. */
    public Load with(Closeable connection, OwnStep step) {
        var thread = new Thread(() -> repeat(connection, step), "load-" + threads.size());
        thread.setDaemon(true);
        threads.add(thread);
        return this;
    }

    public Load begin() {
        threads.forEach(Thread::start);
        return this;
    }

    /** As {@link Meter#warmUp}. */
    public void warmUp(long stretch) throws IOException, InterruptedException {
        meter.warmUp(stretch);
    }

    /** As {@link Meter#measure}. */
    public Meter.Cost measure(long work) throws IOException, InterruptedException {
        return meter.measure(work);
    }

    /** How much was answered so far; throws when a connection has given up. */
    public long done() throws IOException {
        Throwable broken = failure.get();
        if (broken != null) {
            server.requireAlive();
            throw new IOException("the load broke: " + broken, broken);
        }
        return done.get();
    }

    private void repeat(Closeable connection, OwnStep step) {
        try (connection) {
            while (!stopped) {
                done.addAndGet(step.run());
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
