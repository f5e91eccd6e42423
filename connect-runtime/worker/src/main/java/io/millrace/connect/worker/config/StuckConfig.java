package io.millrace.connect.worker.config;

import java.util.Set;

/**
 * When a call into a plugin counts as stuck.
 *
 * @param afterMs for most calls
 * @param transferAfterMs for those that move data, which may take their time
 */
public record StuckConfig(long afterMs, long transferAfterMs) {

    private static final long LOOK_MAX_MS = 1_000;
    private static final Set<String> TRANSFERS = Set.of("poll", "put", "preCommit");

    /** How long this call, by its name, may last. */
    public long boundMs(String call) {
        return TRANSFERS.contains(call) ? transferAfterMs : afterMs;
    }

    /** How often to look. */
    public long lookMs() {
        return Math.max(1, Math.min(LOOK_MAX_MS, Math.min(afterMs, transferAfterMs) / 4));
    }
}
