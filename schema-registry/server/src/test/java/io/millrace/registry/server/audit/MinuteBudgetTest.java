package io.millrace.registry.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MinuteBudgetTest {
    /** As {@code System.nanoTime()} may be: about to overflow. */
    private static final long START = Long.MAX_VALUE - 5;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    @Test
    void givesSoManyInEachMinute() {
        MinuteBudget budget = new MinuteBudget(2, START);
        assertThat(budget.take(START)).isTrue();
        assertThat(budget.take(START + 1)).isTrue();
        assertThat(budget.take(START + MINUTE - 1)).isFalse();
        assertThat(budget.take(START + MINUTE)).isTrue();
        assertThat(budget.take(START + MINUTE + 1)).isTrue();
        assertThat(budget.take(START + MINUTE + 2)).isFalse();
    }

    @Test
    void ofNoneGivesNone() {
        assertThat(new MinuteBudget(0, START).take(START + MINUTE)).isFalse();
    }
}
