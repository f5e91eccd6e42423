package io.millrace.connect.plan.restart;

import java.util.List;
import java.util.OptionalLong;

/**
 * When to start again what has failed: after a delay that doubles with each failure in a row, and so many times within
 * a window. A run that lasted as long as the longest delay ends a row.
 *
 * @param max restarts within a window; 0 for none at all
 * @param windowMs the length of the window that ends now
 * @param delayMs the first delay
 * @param delayMaxMs the longest delay
 */
public record RestartPolicy(int max, long windowMs, long delayMs, long delayMaxMs) {

    private static final int DOUBLINGS_MAX = 40;

    public RestartPolicy {
        if (max < 0 || max > FailureHistory.KEPT_MAX || windowMs < 1 || delayMs < 1 || delayMaxMs < delayMs) {
            throw new IllegalArgumentException("No such policy: max=" + max + " windowMs=" + windowMs + " delayMs="
                    + delayMs + " delayMaxMs=" + delayMaxMs);
        }
    }

    /**
     * Decides about a failure that happens now. {@code jitter} from 0 to 1 shortens the delay by up to a half, so that
     * what failed together does not come back together.
     */
    public RestartDecision decide(FailureHistory history, FailureKind kind, long nowMs, double jitter) {
        if (max == 0) {
            return never("automatic restarts are off (errors.restart.max=0)");
        }
        if (!kind.restartable()) {
            return never("a restart would not help: " + kind.meaning());
        }
        List<Failure> counting = history.counting();
        long restarts = counting.stream()
                .filter(failure -> failure.restartAtMs().isPresent())
                .filter(failure -> failure.restartAtMs().getAsLong() > nowMs - windowMs)
                .count();
        if (restarts >= max) {
            return never("the " + max + " restarts that are allowed within " + windowMs
                    + " ms are used up (errors.restart.max, errors.restart.window.ms)");
        }
        long delay = Math.min(delayMaxMs, doubled(inARow(counting, nowMs)));
        long shortened = Math.max(1, delay - (long) (delay / 2.0 * jitter));
        return new RestartDecision(
                OptionalLong.of(nowMs + shortened), "restart " + (restarts + 1) + " of " + max + " within the window");
    }

    private long doubled(int times) {
        int bounded = Math.min(times, DOUBLINGS_MAX);
        return delayMs > delayMaxMs >> bounded ? delayMaxMs : delayMs << bounded;
    }

    /** Restarts before this failure that were each followed by the next failure sooner than the longest delay. */
    private int inARow(List<Failure> counting, long nowMs) {
        int row = 0;
        long failedAtMs = nowMs;
        for (int i = counting.size() - 1; i >= 0; i--) {
            Failure before = counting.get(i);
            boolean shortRun = before.restartAtMs().isPresent()
                    && failedAtMs - before.restartAtMs().getAsLong() < delayMaxMs;
            if (!shortRun) {
                break;
            }
            row++;
            failedAtMs = before.atMs();
        }
        return row;
    }

    private static RestartDecision never(String why) {
        return new RestartDecision(OptionalLong.empty(), why);
    }
}
