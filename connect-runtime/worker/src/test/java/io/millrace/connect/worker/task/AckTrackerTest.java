package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.task.AckTracker.Submitted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class AckTrackerTest {

    private static final Map<String, ?> A = Map.of("p", "a");
    private static final Map<String, ?> B = Map.of("p", "b");

    private final AtomicLong released = new AtomicLong();
    private final AckTracker acks = new AckTracker(released::addAndGet);
    private final List<Object> receipts = new ArrayList<>();

    @Test
    void commitsOnlyThePrefixThatIsAcknowledged() {
        // Given
        Submitted first = submit(A, 1);
        Submitted second = submit(A, 2);
        Submitted third = submit(A, 3);

        // When
        acknowledge(third);
        acknowledge(first);

        // Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 1)));
        assertThat(acks.takeCommittable()).isEmpty();

        // When
        acknowledge(second);

        // Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 3)));
        assertThat(acks.uncommitted()).isZero();
    }

    @Test
    void letsASlowPartitionHoldBackOnlyItself() throws InterruptedException {
        // Given
        Submitted slow = submit(A, 1);
        acknowledge(submit(B, 8));

        // When / Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(B, Map.of("o", 8)));
        assertThat(acks.awaitAll(1)).isFalse();
        acknowledge(slow);
        assertThat(acks.awaitAll(1)).isTrue();
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 1)));
    }

    @Test
    void givesTheNextReceiptsAfterOneThatCouldNotBeGiven() {
        // Given
        Submitted first = submit(A, 1);
        Submitted second = submit(A, 2);

        // When
        assertThatThrownBy(() -> acks.acknowledge(first, null, receipt -> {
                    throw new AssertionError("odd");
                }))
                .hasMessage("odd");
        acknowledge(second);

        // Then
        assertThat(receipts).hasSize(1);
    }

    @Test
    void givesReceiptsInTheOrderOfTheWholeTask() {
        // Given
        Submitted slow = submit(A, 1);
        Submitted other = submit(B, 2);
        Submitted last = submit(A, 3);

        // When
        acknowledge(other);
        acknowledge(last);

        // Then
        assertThat(receipts).isEmpty();

        // When
        acknowledge(slow);

        // Then
        assertThat(receipts).containsExactly(1, 2, 3);
        assertThat(acks.unreceipted()).isZero();
    }

    @Test
    void givesNoReceiptForWhatLiesBehindALostRecord() throws InterruptedException {
        // Given
        Submitted first = submit(A, 1);
        submit(A, 2);
        Submitted behind = submit(B, 3);

        // When
        acks.lose();
        acknowledge(behind);
        acknowledge(first);

        // Then
        assertThat(receipts).containsExactly(1);
        assertThat(acks.lost()).isTrue();
        assertThat(acks.awaitAll(1)).isTrue();
    }

    @Test
    void leavesReceiptsToTheThreadThatAlreadyGivesThem() throws InterruptedException {
        // Given
        Submitted first = submit(A, 1);
        Submitted second = submit(A, 2);

        // When
        acks.acknowledge(first, null, receipt -> {
            receipts.add(receipt.record().value());
            if (receipts.size() == 1) {
                acknowledge(second);
                assertThat(receipts).hasSize(1);
            }
        });

        // Then
        assertThat(receipts).containsExactly(1, 2);
        assertThat(acks.awaitAll(1)).isTrue();
    }

    @Test
    void forgetsWhatWasNotSentAfterAll() throws InterruptedException {
        // Given
        Submitted first = submit(A, 1);
        Submitted second = submit(A, 2);

        // When
        acks.withdraw(second);
        acknowledge(first);

        // Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 1)));
        assertThat(acks.uncommitted()).isZero();
        assertThat(acks.unreceipted()).isZero();
        assertThat(acks.awaitAll(1)).isTrue();
    }

    @Test
    void keepsTheBytesOfARecordUntilItsReceiptIsGivenOrItIsTakenBack() {
        // Given
        Submitted first = submit(A, 1);
        Submitted second = submit(B, 2);
        Submitted third = submit(A, 3);

        // When / Then
        acknowledge(second);
        assertThat(released).hasValue(0);
        acks.withdraw(third);
        assertThat(released).hasValue(103);
        acknowledge(first);
        assertThat(released).hasValue(103 + 101 + 102);
    }

    @Test
    void countsOffsetsThatWaitForTheirCommitThoughOnlyTheNewestIsKept() {
        // Given
        Submitted first = submit(A, 1);
        Submitted second = submit(A, 2);
        submit(A, 3);

        // When
        acknowledge(first);
        acknowledge(second);

        // Then
        assertThat(acks.uncommitted()).isEqualTo(3);
        assertThat(acks.room(10, 10)).isEqualTo(7);
        assertThat(acks.room(10, 2)).isEqualTo(1);
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 2)));
        assertThat(acks.uncommitted()).isEqualTo(1);
        assertThat(acks.room(10, 2)).isEqualTo(1);
        assertThat(acks.room(10, 1)).isZero();
    }

    @Test
    void wakesWhoWaitsForTheLastReceipt() throws InterruptedException {
        // Given
        Submitted last = submit(A, 1);
        AtomicBoolean all = new AtomicBoolean();
        Thread waits = new Thread(() -> {
            try {
                all.set(acks.awaitAll(Integer.MAX_VALUE));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waits.setDaemon(true);
        waits.start();
        while (waits.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }

        // When
        acknowledge(last);

        // Then
        waits.join(60_000);
        assertThat(all).isTrue();
    }

    private Submitted submit(Map<String, ?> partition, int offset) {
        return acks.submit(new SourceRecord(partition, Map.of("o", offset), "topic", null, offset), 100 + offset);
    }

    private void acknowledge(Submitted submitted) {
        acks.acknowledge(
                submitted, null, receipt -> receipts.add(receipt.record().value()));
    }
}
