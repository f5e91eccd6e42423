package io.millrace.broker.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenMeterTest {

    private static final long START_MS = 1_000_000;

    private final TokenMeter tokens = new TokenMeter(new QuotaWindows(10, 1_000), START_MS);

    @Test
    void allowsABurstOfAllWindowsAndThenTheRate() {
        tokens.record(20, 2, START_MS);
        assertThat(tokens.throttleMs(2, START_MS)).isZero();
        tokens.record(1, 2, START_MS);
        assertThat(tokens.throttleMs(2, START_MS)).isEqualTo(500);
        assertThat(tokens.throttleMs(2, START_MS + 500)).isZero();
    }

    @Test
    void neverSavesMoreThanTheBurst() {
        tokens.record(1, 2, START_MS);
        tokens.record(21, 2, START_MS + 1_000_000);
        assertThat(tokens.throttleMs(2, START_MS + 1_000_000)).isEqualTo(500);
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        tokens.record(22, 2, START_MS);
        assertThat(tokens.throttleMs(2, START_MS - 60_000)).isEqualTo(1_000);
        assertThat(tokens.throttleMs(2, START_MS)).isEqualTo(1_000);
    }
}
