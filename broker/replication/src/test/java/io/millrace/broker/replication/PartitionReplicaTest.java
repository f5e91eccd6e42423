package io.millrace.broker.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.replication.ReplicaEffect.HighWatermarkMoved;
import io.millrace.broker.replication.ReplicaEffect.WriteRefused;
import io.millrace.broker.replication.ReplicaEffect.WritesLost;
import io.millrace.broker.replication.ReplicaEffect.WritesSafe;
import io.millrace.broker.replication.ReplicaEvent.BecameDurable;
import io.millrace.broker.replication.ReplicaEvent.LedBySelf;
import io.millrace.broker.replication.ReplicaEvent.Stopped;
import io.millrace.broker.replication.ReplicaEvent.WriteDeferred;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

class PartitionReplicaTest {

    private static final int SELF = 1;

    private final PartitionReplica replica = new PartitionReplica(0);

    @Test
    void answersAWriteOnlyWhenItsLastRecordIsOnDisk() {
        // Given
        replica.step(led(4, 0));
        assertThat(replica.step(new WriteDeferred(0, 4, 9))).isEmpty();
        assertThat(replica.step(new WriteDeferred(1, 4, 14))).isEmpty();

        // When, Then
        assertThat(replica.step(new BecameDurable(9))).containsExactly(new HighWatermarkMoved(9));
        assertThat(replica.step(new BecameDurable(10))).containsExactly(new HighWatermarkMoved(10), new WritesSafe(0));
        assertThat(replica.step(new BecameDurable(15))).containsExactly(new HighWatermarkMoved(15), new WritesSafe(1));
    }

    @Test
    void answersADuplicateThatIsSafeAlreadyAtOnce() {
        // Given
        replica.step(led(4, 100));

        // When
        List<ReplicaEffect> effects = replica.step(new WriteDeferred(7, 4, 99));

        // Then
        assertThat(effects).containsExactly(new WritesSafe(7));
    }

    @Test
    void neverAnswersForAWriteOfAnEarlierTerm() {
        // Given
        replica.step(led(4, 0));
        replica.step(new WriteDeferred(0, 4, 9));

        // When
        List<ReplicaEffect> effects = replica.step(led(5, 10));

        // Then
        assertThat(effects).containsExactly(new WritesLost(Errors.NOT_LEADER_OR_FOLLOWER), new HighWatermarkMoved(10));
        assertThat(replica.step(new WriteDeferred(1, 4, 9)))
                .containsExactly(new WriteRefused(1, Errors.NOT_LEADER_OR_FOLLOWER));
    }

    @Test
    void keepsDeferredWritesWhenTheSameTermIsAnnouncedAgain() {
        // Given
        replica.step(led(4, 0));
        replica.step(new WriteDeferred(0, 4, 9));

        // When
        replica.step(led(4, 0));

        // Then
        assertThat(replica.step(new BecameDurable(10))).contains(new WritesSafe(0));
    }

    @Test
    void ignoresAnOldTerm() {
        // Given
        replica.step(led(4, 0));

        // When
        replica.step(led(3, 50));

        // Then
        assertThat(replica.leadingEpoch()).hasValue(4);
        assertThat(replica.highWatermark()).isZero();
    }

    @Test
    void holdsTheHighWatermarkWhileTooFewReplicasAreInSync() {
        // Given
        replica.step(new LedBySelf(4, List.of(SELF), 2, 0));

        // When
        List<ReplicaEffect> effects = replica.step(new BecameDurable(10));

        // Then
        assertThat(effects).isEmpty();
        assertThat(replica.refusalOfSafeWrite()).isEqualTo(Errors.NOT_ENOUGH_REPLICAS);
    }

    @Test
    void neverMovesTheHighWatermarkDown() {
        // Given
        var restarted = new PartitionReplica(50);

        // When
        List<ReplicaEffect> effects = restarted.step(led(4, 40));

        // Then
        assertThat(effects).isEmpty();
        assertThat(restarted.highWatermark()).isEqualTo(50);
    }

    @Test
    void refusesWritesWhenStopped() {
        // Given
        replica.step(led(4, 0));
        replica.step(new WriteDeferred(0, 4, 9));

        // When
        List<ReplicaEffect> effects = replica.step(new Stopped(Errors.KAFKA_STORAGE_ERROR));

        // Then
        assertThat(effects).containsExactly(new WritesLost(Errors.KAFKA_STORAGE_ERROR));
        assertThat(replica.leadingEpoch()).isEmpty();
        assertThat(replica.refusalOfSafeWrite()).isEqualTo(Errors.NOT_LEADER_OR_FOLLOWER);
    }

    @Test
    void takesTheSlowestOfTheReplicasInSyncAndWaitsForTheSilentOnes() {
        assertThat(IsrRule.safeOffset(List.of(1, 2, 3), 2, Map.of(1, 10L, 2, 7L, 3, 9L)))
                .isEqualTo(OptionalLong.of(7));
        assertThat(IsrRule.safeOffset(List.of(1, 2, 3), 2, Map.of(1, 10L, 2, 7L)))
                .isEmpty();
        assertThat(IsrRule.safeOffset(List.of(1), 2, Map.of(1, 10L))).isEmpty();
    }

    private static LedBySelf led(int leaderEpoch, long durableEndOffset) {
        return new LedBySelf(leaderEpoch, List.of(SELF), 1, durableEndOffset);
    }
}
