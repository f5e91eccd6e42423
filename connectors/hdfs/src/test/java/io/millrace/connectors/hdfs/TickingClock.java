package io.millrace.connectors.hdfs;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves a millisecond each time somebody looks, and as far as a test wants. */
final class TickingClock implements InstantSource {

    private long nowMs = 1_700_000_000_000L;

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMs++);
    }

    void advance(long byMs) {
        nowMs += byMs;
    }
}
