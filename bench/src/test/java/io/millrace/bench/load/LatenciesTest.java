package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void aPercentileIsTheSmallestTimeThatSoManyDoNotExceed() {
        Latencies latencies = new Latencies(100);
        for (int i = 100; i >= 1; i--) {
            latencies.add(i * 1_000L);
        }

        assertThat(latencies.percentileUs(0.5)).isEqualTo(50);
        assertThat(latencies.percentileUs(0.99)).isEqualTo(99);
        assertThat(latencies.percentileUs(1)).isEqualTo(100);
    }

    @Test
    void nothingMeasuredHasNoPercentile() {
        assertThatIllegalStateException().isThrownBy(() -> new Latencies(1).percentileUs(0.5));
    }
}
