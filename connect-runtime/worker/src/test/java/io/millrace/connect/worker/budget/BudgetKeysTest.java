package io.millrace.connect.worker.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.config.BudgetConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetKeysTest {

    private static final BudgetConfig WORKER = new BudgetConfig(1_000_000, 2_000_000);

    @Test
    void takesTheWorkersUnlessTheConnectorSaysOtherwise() {
        assertThat(BudgetKeys.parse(Map.of(), WORKER)).isEqualTo(new BudgetKeys(1_000_000, false));
        assertThat(keys("70000")).isEqualTo(new BudgetKeys(70_000, false));
        assertThat(keys("9000000").bytes()).isEqualTo(2_000_000);
        assertThat(BudgetKeys.parse(Map.of("task.budget.uncommitted", "hold"), WORKER)
                        .holdUncommitted())
                .isTrue();
    }

    @Test
    void keepsTheBuffersOfClientsWithinTheBudget() {
        assertThat(keys("70000").producer(Map.of())).isEqualTo(Map.of("buffer.memory", "70000"));
        assertThat(keys("70000").producer(Map.of("batch.size", "131072")))
                .isEqualTo(Map.of("batch.size", "16384", "buffer.memory", "70000"));
        assertThat(keys("300000").producer(Map.of("batch.size", "131072")))
                .isEqualTo(Map.of("batch.size", "37500", "buffer.memory", "300000"));
        assertThat(keys("70000").producer(Map.of("batch.size", "100000")))
                .isEqualTo(Map.of("batch.size", "100000", "buffer.memory", "100000"));
        assertThat(keys("70000").producer(Map.of("buffer.memory", "50000")))
                .isEqualTo(Map.of("buffer.memory", "50000"));
        assertThat(keys("70000").consumer(Map.of("fetch.max.bytes", "100")))
                .isEqualTo(Map.of("fetch.max.bytes", "100", "max.partition.fetch.bytes", "35000"));
        BudgetKeys large = BudgetKeys.parse(Map.of(), new BudgetConfig(1L << 40, 1L << 41));
        assertThat(large.producer(Map.of())).isEmpty();
        assertThat(large.consumer(Map.of())).isEmpty();
    }

    private static BudgetKeys keys(String bytes) {
        return BudgetKeys.parse(Map.of("task.budget.bytes", bytes), WORKER);
    }
}
