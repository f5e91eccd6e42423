package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.budget.TaskBudget;
import io.millrace.connect.worker.budget.WorkerBudget;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class SinkHoldingsTest {

    private static final TopicPartition ONE = new TopicPartition("t", 1);
    private static final TopicPartition TWO = new TopicPartition("t", 2);

    private final TaskBudget budget = new WorkerBudget(1_000).open(100);

    @Test
    void holdsWhatIsFetchedUntilItIsCommitted() {
        // Given
        SinkHoldings holdings = new SinkHoldings("c-0", budget, false);
        holdings.fetched(fetch(ONE, 5, 10));
        holdings.fetched(fetch(ONE, 6, 20));
        holdings.fetched(fetch(TWO, 1, 40));

        // When / Then
        assertThat(budget.heldBytes()).isEqualTo(70);
        holdings.committed(Map.of(ONE, new OffsetAndMetadata(6)));
        assertThat(budget.heldBytes()).isEqualTo(60);
        holdings.dropped(List.of(TWO));
        assertThat(budget.heldBytes()).isEqualTo(20);
        holdings.committed(Map.of(ONE, new OffsetAndMetadata(7), TWO, new OffsetAndMetadata(9)));
        assertThat(budget.heldBytes()).isZero();
    }

    @Test
    void wantsACommitWhenHalfIsHeldButNoneWhileOneIsUnderWayOrABatchInHand() {
        SinkHoldings holdings = new SinkHoldings("c-0", budget, false);
        holdings.fetched(fetch(ONE, 5, 50));
        assertThat(holdings.wantsCommit(true, false)).isFalse();
        holdings.fetched(fetch(ONE, 6, 1));
        assertThat(holdings.wantsCommit(false, false)).isFalse();
        assertThat(holdings.wantsCommit(true, true)).isFalse();
        assertThat(holdings.wantsCommit(true, false)).isTrue();
        assertThat(holdings.full()).isFalse();
    }

    @Test
    void letsATaskGoOnThatKeepsItsOffsetsBack() {
        // Given
        SinkHoldings holdings = new SinkHoldings("c-0", budget, false);
        holdings.fetched(fetch(ONE, 5, 100));
        assertThat(holdings.full()).isTrue();
        assertThat(holdings.wantsCommit(true, false)).isTrue();
        holdings.fetched(fetch(ONE, 6, 60));

        // When / Then
        assertThat(holdings.wantsCommit(false, false)).isFalse();
        assertThat(holdings.full()).isTrue();
        assertThat(holdings.wantsCommit(true, false)).isFalse();
        assertThat(holdings.full()).isFalse();
        // What came after the question is still held, and asked for next.
        assertThat(budget.heldBytes()).isEqualTo(60);
        assertThat(holdings.wantsCommit(true, false)).isTrue();
    }

    @Test
    void holdsATaskThatKeepsItsOffsetsBackWhereItsConnectorSaysSo() {
        // Given
        SinkHoldings holdings = new SinkHoldings("c-0", budget, true);
        holdings.fetched(fetch(ONE, 5, 100));
        assertThat(holdings.wantsCommit(true, false)).isTrue();

        // When / Then
        assertThat(holdings.wantsCommit(true, false)).isFalse();
        assertThat(holdings.full()).isTrue();
        assertThat(holdings.full()).isTrue();
        assertThat(budget.throttledNanos()).isPositive();
        holdings.committed(Map.of(ONE, new OffsetAndMetadata(6)));
        assertThat(holdings.full()).isFalse();
    }

    @Test
    void countsManySmallFetchesInBoundedMemoryAndStillRight() {
        TaskBudget large = new WorkerBudget(1_000_000).open(1_000_000);
        SinkHoldings many = new SinkHoldings("c-0", large, false);
        for (int offset = 0; offset < 5_000; offset++) {
            many.fetched(fetch(ONE, offset, 10));
        }
        many.committed(Map.of(ONE, new OffsetAndMetadata(4_000)));
        assertThat(large.heldBytes()).isEqualTo(50_000 - 9_990);
        many.committed(Map.of(ONE, new OffsetAndMetadata(5_000)));
        assertThat(large.heldBytes()).isZero();
    }

    @Test
    void refusesARecordBeyondTheBudget() {
        SinkHoldings holdings = new SinkHoldings("c-0", budget, false);
        assertThat(holdings.refusal(record(ONE, 1, 100))).isNull();
        assertThat(holdings.refusal(record(ONE, 1, 101))).hasMessageContaining("101 bytes");
        holdings.fetched(fetch(ONE, 1, 100));
        assertThat(holdings.refusal(record(ONE, 1, 100))).isNull();
        holdings.fetched(fetch(ONE, 2, 102));
        assertThat(holdings.refusal(record(ONE, 2, 102))).hasMessageContaining("102 bytes");
    }

    private static ConsumerRecords<byte[], byte[]> fetch(TopicPartition partition, long offset, int bytes) {
        return new ConsumerRecords<>(
                Map.of(partition, List.of(record(partition, offset, bytes))),
                Map.of(partition, new OffsetAndMetadata(offset + 1)));
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, int bytes) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[bytes]);
    }
}
