package io.millrace.broker.server.quota;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageRateTest {

    private static final long START_MS = 1_000_000;

    private final UsageRate rate = new UsageRate(new QuotaWindows(11, 1_000), START_MS);

    @Test
    void aBurstCountsAsIfItWereSpreadOverAllFullWindows() {
        // When: ten seconds' worth at once, then a tenth of it again.
        rate.record(10_000, 1_000, START_MS);
        long atTheLimitMs = rate.throttleMs(1_000, START_MS);
        rate.record(1_000, 1_000, START_MS);

        // Then: the rate is 1100 over ten seconds, a tenth too much.
        assertThat(atTheLimitMs).isZero();
        assertThat(rate.throttleMs(1_000, START_MS)).isEqualTo(1_000);
    }

    @Test
    void whoWaitsAsToldIsWithinTheLimitAgain() {
        // Given
        rate.record(30_000, 1_000, START_MS);
        long waitMs = rate.throttleMs(1_000, START_MS);

        // When, Then
        assertThat(waitMs).isEqualTo(20_000);
        assertThat(rate.throttleMs(1_000, START_MS + waitMs)).isZero();
    }

    @Test
    void takesBackWhatWasNotUsed() {
        rate.record(20_000, 1_000, START_MS);
        rate.record(-20_000, 1_000, START_MS + 1);
        assertThat(rate.throttleMs(1_000, START_MS + 1)).isZero();
    }

    @Test
    void aSteadyUseBelowTheLimitIsNeverThrottled() {
        for (long second = 0; second < 100; second++) {
            rate.record(900, 1_000, START_MS + second * 1_000);
            assertThat(rate.throttleMs(1_000, START_MS + second * 1_000)).isZero();
        }
    }
}
