package io.millrace.connect.worker.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AckTrackerTest {

    private static final Map<String, ?> A = Map.of("p", "a");
    private static final Map<String, ?> B = Map.of("p", "b");

    private final AckTracker acks = new AckTracker();

    @Test
    void commitsOnlyThePrefixThatIsAcknowledged() {
        // Given
        AckTracker.Submitted first = acks.submit(A, Map.of("o", 1));
        AckTracker.Submitted second = acks.submit(A, Map.of("o", 2));
        AckTracker.Submitted third = acks.submit(A, Map.of("o", 3));

        // When
        third.acknowledge();
        first.acknowledge();

        // Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 1)));
        assertThat(acks.takeCommittable()).isEmpty();

        // When
        second.acknowledge();

        // Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 3)));
        assertThat(acks.size()).isZero();
    }

    @Test
    void letsASlowPartitionHoldBackOnlyItself() throws InterruptedException {
        // Given
        AckTracker.Submitted slow = acks.submit(A, Map.of("o", 1));
        acks.submit(B, Map.of("o", 8)).acknowledge();

        // When / Then
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(B, Map.of("o", 8)));
        assertThat(acks.awaitAll(1)).isFalse();
        slow.acknowledge();
        assertThat(acks.awaitAll(1)).isTrue();
        assertThat(acks.takeCommittable()).isEqualTo(Map.of(A, Map.of("o", 1)));
    }
}
