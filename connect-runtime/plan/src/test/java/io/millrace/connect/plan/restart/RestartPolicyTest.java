package io.millrace.connect.plan.restart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestartPolicyTest {

    private static final RestartPolicy POLICY = new RestartPolicy(5, 100_000, 1_000, 8_000);

    @Test
    void doublesTheDelayOfFailuresInARow() {
        // Given
        FailureHistory history = FailureHistory.NONE;
        List<Long> delays = new ArrayList<>();
        long now = 0;

        // When
        for (int i = 0; i < 5; i++) {
            RestartDecision decision = POLICY.decide(history, FailureKind.UNKNOWN, now, 0);
            delays.add(decision.restartAtMs().orElseThrow() - now);
            history = history.with(failure(now, decision));
            now = decision.restartAtMs().orElseThrow() + 10;
        }

        // Then
        assertThat(delays).containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 8_000L);
        RestartDecision sixth = POLICY.decide(history, FailureKind.UNKNOWN, now, 0);
        assertThat(sixth.restartAtMs()).isEmpty();
        assertThat(sixth.note()).contains("5 restarts", "errors.restart.max");
    }

    @Test
    void beginsAnewAfterALongRun() {
        // Given
        RestartDecision first = POLICY.decide(FailureHistory.NONE, FailureKind.UNKNOWN, 0, 0);
        FailureHistory history = FailureHistory.NONE.with(failure(0, first));

        // When / Then
        assertThat(POLICY.decide(history, FailureKind.UNKNOWN, 9_000, 0).restartAtMs())
                .hasValue(10_000);
    }

    @Test
    void forgetsWhatWasForgiven() {
        // Given
        FailureHistory history = FailureHistory.NONE;
        for (int i = 0; i < 5; i++) {
            history = history.with(failure(i, new RestartDecision(OptionalLong.of(i), "")));
        }
        assertThat(POLICY.decide(history, FailureKind.UNKNOWN, 10, 0).restartAtMs())
                .isEmpty();

        // When
        history = history.forgiven(10);

        // Then
        assertThat(POLICY.decide(history, FailureKind.UNKNOWN, 11, 0).restartAtMs())
                .hasValue(1_011);
        assertThat(history.failures()).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void restartsOnlyWhatMayGoWellTheNextTime(FailureKind kind) {
        RestartDecision decision = POLICY.decide(FailureHistory.NONE, kind, 0, 0);
        assertThat(decision.restartAtMs().isPresent()).isEqualTo(kind.restartable());
        assertThat(decision.note()).isNotBlank();
    }

    @Test
    void leavesEverythingAloneWhenItIsOff() {
        RestartPolicy off = new RestartPolicy(0, 1, 1, 1);
        assertThat(off.decide(FailureHistory.NONE, FailureKind.RETRIABLE, 0, 0).restartAtMs())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void keepsItsBudgetAndItsDelaysInEveryHistory(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            // Given
            long delay = 1L + random.nextInt(2_000);
            RestartPolicy policy = new RestartPolicy(
                    1 + random.nextInt(20), 1L + random.nextInt(200_000), delay, delay + random.nextInt(50_000));
            FailureHistory history = FailureHistory.NONE;
            List<Long> restarts = new ArrayList<>();
            long now = random.nextInt(1_000);

            // When
            for (int failures = 0; failures < 150; failures++) {
                RestartDecision decision = policy.decide(history, FailureKind.UNKNOWN, now, random.nextDouble());
                history = history.with(failure(now, decision));
                long at = now;
                decision.restartAtMs().ifPresent(restart -> {
                    // Then: never at once, never later than the longest delay, never over the budget of any window
                    assertThat(restart - at).isBetween(1L, policy.delayMaxMs());
                    assertThat(restart - at).isGreaterThanOrEqualTo(Math.max(1, policy.delayMs() / 2));
                    assertThat(restarts.stream().filter(one -> one > at - policy.windowMs()))
                            .hasSizeLessThan(policy.max());
                    restarts.add(restart);
                });
                now = decision.restartAtMs().orElse(now) + random.nextInt(random.nextBoolean() ? 100 : 100_000);
            }
            assertThat(restarts).isNotEmpty();
            assertThat(history.failures()).hasSize(FailureHistory.KEPT_MAX);
        }
    }

    private static Failure failure(long atMs, RestartDecision decision) {
        return new Failure(atMs, FailureKind.UNKNOWN, "it failed", decision.restartAtMs(), decision.note());
    }
}
