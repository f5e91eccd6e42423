package io.millrace.broker.server.quota;

/**
 * What one client has used lately, per second: the sum over the windows that are not too old, divided by the time that
 * they cover, which is never taken as shorter than all full windows. So a burst counts as if it were spread over them.
 */
final class UsageRate implements UsageMeter {

    private final long windowMs;
    private final double[] sums;
    private final long[] startsMs;
    private int current;

    UsageRate(QuotaWindows windows, long nowMs) {
        this.windowMs = windows.windowMs();
        this.sums = new double[windows.count()];
        this.startsMs = new long[windows.count()];
        for (int i = 0; i < startsMs.length; i++) {
            startsMs[i] = Long.MIN_VALUE;
        }
        startsMs[0] = nowMs;
    }

    @Override
    public synchronized void record(double value, double limit, long nowMs) {
        if (nowMs - startsMs[current] >= windowMs) {
            current = (current + 1) % sums.length;
            sums[current] = 0;
            startsMs[current] = nowMs;
        }
        sums[current] += value;
    }

    /** The excess over the limit, spread over the time that the rate covers. */
    @Override
    public synchronized long throttleMs(double limit, long nowMs) {
        long coveredMs = coveredMs(nowMs);
        double rate = total(nowMs) * 1_000 / coveredMs;
        return rate <= limit ? 0 : Math.round((rate - limit) / limit * coveredMs);
    }

    private double total(long nowMs) {
        double total = 0;
        for (int i = 0; i < sums.length; i++) {
            total += isLive(i, nowMs) ? sums[i] : 0;
        }
        return total;
    }

    private long coveredMs(long nowMs) {
        long oldestMs = nowMs;
        for (int i = 0; i < sums.length; i++) {
            if (isLive(i, nowMs)) {
                oldestMs = Math.min(oldestMs, startsMs[i]);
            }
        }
        long elapsedMs = nowMs - oldestMs;
        long missingWindows = Math.max(0, sums.length - 1 - elapsedMs / windowMs);
        return Math.max(1, elapsedMs + missingWindows * windowMs);
    }

    private boolean isLive(int index, long nowMs) {
        return startsMs[index] != Long.MIN_VALUE && nowMs - startsMs[index] < windowMs * sums.length;
    }
}
