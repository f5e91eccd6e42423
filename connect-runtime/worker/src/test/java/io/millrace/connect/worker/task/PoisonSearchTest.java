package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.task.PoisonSearch.Poison;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonSearchTest {

    private final Set<Long> poisonous = new HashSet<>();
    private final List<Long> taken = new ArrayList<>();
    private int puts;
    private boolean stopping;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void findsExactlyTheBadOnesAndPutsTheOthersInOrder(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            // Given
            poisonous.clear();
            taken.clear();
            puts = 0;
            int size = 1 + random.nextInt(200);
            int bad = 1 + random.nextInt(Math.min(size, 8));
            while (poisonous.size() < bad) {
                poisonous.add((long) random.nextInt(size));
            }

            // When
            List<Poison> found = search(8).search(batch(size), new DataException("whole"), false);

            // Then
            assertThat(found.stream().map(poison -> poison.record().kafkaOffset()))
                    .containsExactlyElementsOf(poisonous.stream().sorted().toList());
            assertThat(taken)
                    .containsExactlyElementsOf(IntStream.range(0, size)
                            .mapToObj(Long::valueOf)
                            .filter(offset -> !poisonous.contains(offset))
                            .toList());
            assertThat(puts).isLessThanOrEqualTo(2 * bad * (33 - Integer.numberOfLeadingZeros(size)));
        }
    }

    @Test
    void blamesTheTargetWhenNoRecordIsTaken() {
        // Given
        IntStream.range(0, 100).forEach(offset -> poisonous.add((long) offset));

        // When / Then
        assertThatThrownBy(() -> search(10).search(batch(100), new DataException("whole"), false))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("11 records in a row")
                .hasRootCauseMessage("bad");
        assertThat(taken).isEmpty();
    }

    @Test
    void countsBadRecordsInARowOverBatches() {
        // Given
        poisonous.add(0L);
        PoisonSearch search = search(2);
        search.search(batch(1), new DataException("a"), false);
        search.search(batch(1), new DataException("b"), false);

        // When / Then
        assertThatThrownBy(() -> search.search(batch(1), new DataException("c"), false))
                .hasMessageContaining("3 records in a row");
        search.taken();
        assertThat(search.search(batch(1), new DataException("d"), false)).hasSize(1);
    }

    @Test
    void leavesTheBatchForLaterWhenTheTaskAsksForIt() {
        // Given
        PoisonSearch search = new PoisonSearch(
                records -> {
                    throw new RetriableException("busy");
                },
                10,
                () -> false);

        // When / Then
        assertThatThrownBy(() -> search.search(batch(4), new DataException("whole"), false))
                .isInstanceOf(RetriableException.class);
        assertThat(search.search(batch(4), new DataException("whole"), true)).hasSize(4);
    }

    @Test
    void blamesNoRecordWhileItsTaskStops() {
        // Given
        poisonous.add(1L);
        stopping = true;

        // When / Then
        assertThatThrownBy(() -> search(10).search(batch(2), new DataException("whole"), false))
                .hasMessage("whole");
        assertThat(puts).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void takesNoBatchForDeliveredOfWhichEveryPartGoesThrough(int size) {
        // Given: a task that throws what befell the batch before
        DataException failure = new DataException("of the batch before");

        // When / Then
        assertThatThrownBy(() -> search(10).search(batch(size), failure, false))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("on no part of it")
                .hasCause(failure);
    }

    @Test
    void endsWithAFailureThatSaysNothingOfTheRecords() {
        // Given
        RuntimeException outage = new ConnectException("write", new IOException("connection reset"));
        PoisonSearch search = new PoisonSearch(
                records -> {
                    throw outage;
                },
                10,
                () -> false);

        // When / Then
        assertThatThrownBy(() -> search.search(batch(4), new DataException("whole"), false))
                .isSameAs(outage);
    }

    @Test
    void tellsWhatTheRecordsMayBeBlamedFor() {
        assertThat(PoisonSearch.mayBlameRecords(new DataException("bad"))).isTrue();
        assertThat(PoisonSearch.mayBlameRecords(new NullPointerException())).isTrue();
        assertThat(PoisonSearch.mayBlameRecords(new ConnectException(new IOException("reset"))))
                .isFalse();
        assertThat(PoisonSearch.mayBlameRecords(new ConnectException(new ProducerFencedException("fenced"))))
                .isFalse();
        assertThat(PoisonSearch.mayBlameRecords(new ConnectException(new OutOfMemoryError())))
                .isFalse();
    }

    private PoisonSearch search(int inARowMax) {
        return new PoisonSearch(
                records -> {
                    puts++;
                    if (records.stream().anyMatch(record -> poisonous.contains(record.kafkaOffset()))) {
                        throw new DataException("bad");
                    }
                    records.forEach(record -> taken.add(record.kafkaOffset()));
                    records.clear();
                },
                inARowMax,
                () -> stopping);
    }

    private static List<SinkRecord> batch(int size) {
        return IntStream.range(0, size)
                .mapToObj(offset -> new SinkRecord("t", 0, null, null, null, "v", offset))
                .toList();
    }
}
