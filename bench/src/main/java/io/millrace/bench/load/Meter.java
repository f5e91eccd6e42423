package io.millrace.bench.load;

import io.millrace.bench.peer.Server;
import java.io.IOException;
import java.util.Locale;

/** What it costs a server to do a given amount of work, which somebody counts. */
public final class Meter {

    /** So many stretches a warm-up takes at most, for those who must have the work ready. */
    public static final int MAX_WARM_UPS = 20;

    private static final long LOOK_INTERVAL_MS = 2;
    private static final long TIMEOUT_NANOS = 600_000_000_000L;
    private static final int MIN_WARM_UPS = 3;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Of the server's CPU: compilers that take less are as good as done. */
    private static final double QUIET_SHARE = 0.03;

    private final Server server;
    private final Progress progress;

    /** How much was done so far. Throws when nothing more will be done. */
    @FunctionalInterface
    public interface Progress {

        long done() throws IOException, InterruptedException;
    }

    /**
     * What a stretch of work cost.
     *
     * @param work what was done
     * @param seconds how long that took
     * @param cpuSeconds of the server
     * @param compilerShare how much of that its just-in-time compilers took, 0 to 1
     */
    public record Cost(long work, double seconds, double cpuSeconds, double compilerShare) {}

    public Meter(Server server, Progress progress) {
        this.server = server;
        this.progress = progress;
    }

    /**
     * Waits for stretches of so much work each until the just-in-time compilers are done with the server, so that they
     * are not what is measured.
     */
    public void warmUp(long stretch) throws IOException, InterruptedException {
        warmUp(stretch, MAX_WARM_UPS);
    }

    /** The same with a limit of its own to the number of stretches, for servers that run much code for each record. */
    public void warmUp(long stretch, int maxStretches) throws IOException, InterruptedException {
        warmUp(() -> measure(stretch), maxStretches);
    }

    /** The same with stretches of so many seconds, for servers of which one does many times the work of another. */
    public void warmUpFor(double stretchSeconds, int maxStretches) throws IOException, InterruptedException {
        warmUp(() -> measureFor(stretchSeconds), maxStretches);
    }

    private interface Stretch {

        Cost run() throws IOException, InterruptedException;
    }

    private static void warmUp(Stretch stretch, int maxStretches) throws IOException, InterruptedException {
        double share = 1;
        for (int i = 0; i < MIN_WARM_UPS || (share > QUIET_SHARE && i < maxStretches); i++) {
            share = stretch.run().compilerShare();
        }
        if (share > QUIET_SHARE) {
            System.err.printf(
                    Locale.ROOT, "The compilers take %.0f %% of the server's CPU after the warm-up.%n", share * 100);
        }
    }

    /** Waits until so much more work was done, and says what that cost. */
    public Cost measure(long work) throws IOException, InterruptedException {
        return measure((done, nanos) -> {
            if (done < work && nanos > TIMEOUT_NANOS) {
                throw new IOException("only " + done + " of " + work + " was done in ten minutes");
            }
            return done >= work;
        });
    }

    /** Waits for so long, and until something was done, and says what that cost. */
    public Cost measureFor(double seconds) throws IOException, InterruptedException {
        return measure((done, nanos) -> {
            if (done == 0 && nanos > TIMEOUT_NANOS) {
                throw new IOException("nothing was done in ten minutes");
            }
            return done > 0 && nanos >= seconds * NANOS_PER_SECOND;
        });
    }

    /** Whether it is over, by what was done in how many nanoseconds. */
    @FunctionalInterface
    private interface End {

        boolean reached(long done, long nanos) throws IOException;
    }

    private Cost measure(End end) throws IOException, InterruptedException {
        double cpuBefore = server.cpuSeconds();
        double compilersBefore = server.compilerSeconds();
        long startNanos = System.nanoTime();
        long before = progress.done();
        long done = before;
        while (!end.reached(done - before, System.nanoTime() - startNanos)) {
            Thread.sleep(LOOK_INTERVAL_MS);
            done = progress.done();
        }
        double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        double cpu = server.cpuSeconds() - cpuBefore;
        // A compiler thread that was not needed may have ended meanwhile.
        double compilers = Math.max(0, server.compilerSeconds() - compilersBefore);
        return new Cost(done - before, seconds, cpu, cpu > 0 ? compilers / cpu : 0);
    }
}
