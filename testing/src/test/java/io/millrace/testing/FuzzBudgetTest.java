package io.millrace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FuzzBudgetTest {
    /** As {@code System.nanoTime()} may be: about to overflow. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void endsWithItsRuns() {
        // Given
        FuzzBudget budget = new FuzzBudget(2, Long.MAX_VALUE, clock::get);

        // Then
        assertThat(budget.next()).isTrue();
        assertThat(budget.next()).isTrue();
        assertThat(budget.next()).isFalse();
        assertThat(budget.done()).isEqualTo(2);
    }

    @Test
    void endsWithItsSeconds() {
        // Given
        FuzzBudget budget = new FuzzBudget(1_000, 3, clock::get);

        // When
        assertThat(budget.next()).isTrue();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(3) - 1);
        assertThat(budget.next()).isTrue();
        clock.incrementAndGet();

        // Then
        assertThat(budget.next()).isFalse();
        assertThat(budget.done()).isEqualTo(2);
    }
}
