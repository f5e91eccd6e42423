package io.millrace.broker.server.quota;

/**
 * A bucket of tokens that fills at the rate of the limit up to what all windows together allow (KIP-599). It may be
 * overdrawn, by one request at most of those that ask first.
 */
final class TokenMeter implements UsageMeter {

    private final double windowSeconds;
    private double tokens;
    private long lastMs;
    private boolean filled;

    TokenMeter(QuotaWindows windows, long nowMs) {
        this.windowSeconds = windows.count() * windows.windowMs() / 1_000.0;
        this.lastMs = nowMs;
    }

    @Override
    public synchronized void record(double value, double limit, long nowMs) {
        refill(limit, nowMs);
        tokens = Math.min(limit * windowSeconds, tokens - value);
    }

    @Override
    public synchronized long throttleMs(double limit, long nowMs) {
        refill(limit, nowMs);
        return tokens >= 0 ? 0 : Math.round(-tokens / limit * 1_000);
    }

    private void refill(double limit, long nowMs) {
        double burst = limit * windowSeconds;
        double grown = (nowMs - lastMs) / 1_000.0 * limit;
        tokens = filled ? Math.min(burst, tokens + Math.max(0, grown)) : burst;
        filled = true;
        lastMs = Math.max(lastMs, nowMs);
    }
}
