package io.millrace.broker.coordinator.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.coordinator.decision.TransactionMarkers;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.InitProducerIdResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionShardTest {
    private static final int LAST_USABLE_EPOCH = Short.MAX_VALUE - 1;

    private final TransactionDriver driver = new TransactionDriver();

    private long begin(int transactionVersion, int... partitions) {
        InitProducerIdResponseData init = driver.init();
        assertThat(driver.add(init.producerId(), init.producerEpoch(), transactionVersion, partitions))
                .isEqualTo(Errors.NONE);
        return init.producerId();
    }

    private static Errors error(InitProducerIdResponseData response) {
        return Errors.forCode(response.errorCode());
    }

    private static Errors error(EndTxnResponseData response) {
        return Errors.forCode(response.errorCode());
    }

    @Test
    void givesEachNewInstanceTheNextEpoch() {
        // When
        InitProducerIdResponseData first = driver.init();
        InitProducerIdResponseData second = driver.init();

        // Then
        assertThat(first.producerEpoch()).isZero();
        assertThat(second.producerId()).isEqualTo(first.producerId());
        assertThat(second.producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void bumpsOnceForAnInstanceThatAsksAgain() {
        // Given
        InitProducerIdResponseData first = driver.init();

        // When
        InitProducerIdResponseData second = driver.init(TransactionDriver.ID, first.producerId(), 0);
        InitProducerIdResponseData again = driver.init(TransactionDriver.ID, first.producerId(), 0);

        // Then
        assertThat(second.producerEpoch()).isEqualTo((short) 1);
        assertThat(again.producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void fencesAnInstanceThatIsNotTheLastAnyMore() {
        // Given
        InitProducerIdResponseData former = driver.init();
        InitProducerIdResponseData latter = driver.init();

        // Then
        assertThat(error(driver.init(TransactionDriver.ID, former.producerId(), 0)))
                .isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(driver.add(former.producerId(), 0, 2, 1)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(driver.add(latter.producerId(), 1, 2, 1)).isEqualTo(Errors.NONE);
        assertThat(error(driver.init(TransactionDriver.ID, former.producerId(), 0)))
                .isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(driver.state()).isEqualTo("Ongoing");
    }

    @ParameterizedTest
    @CsvSource({"3, INVALID_PRODUCER_EPOCH", "4, PRODUCER_FENCED", "5, PRODUCER_FENCED"})
    void tellsOldClientsThatTheyAreFencedInWordsThatTheyKnow(int version, Errors expected) {
        // Given
        InitProducerIdResponseData former = driver.init();
        driver.init();

        // Then
        assertThat(error(driver.init(version, TransactionDriver.ID, former.producerId(), 0)))
                .isEqualTo(expected);
        assertThat(error(driver.init(version, TransactionDriver.ID, former.producerId() + 1, 0)))
                .as("an id that it never had")
                .isEqualTo(expected);
        assertThat(error(driver.init(version, TransactionDriver.ID, former.producerId(), -1)))
                .as("an id without an epoch")
                .isEqualTo(Errors.INVALID_REQUEST);
    }

    @Test
    void abortsWhatAnInstanceLeftBeforeTheNextBegins() {
        // Given
        long id = begin(2, 1, 2);

        // When
        Errors first = error(driver.init());
        Errors whileMarkersAreWritten = error(driver.init());
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();
        InitProducerIdResponseData after = driver.init();

        // Then
        assertThat(first).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(whileMarkersAreWritten).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(markers.commit()).isFalse();
        assertThat(markers.producerEpoch()).isEqualTo((short) 1);
        assertThat(markers.partitions()).isEqualTo(TransactionDriver.topicPartitions(1, 2));
        assertThat(after.producerId()).isEqualTo(id);
        assertThat(after.producerEpoch()).isEqualTo((short) 2);
    }

    @Test
    void endsATransactionOfVersion2WithANewEpochAndKnowsARepetition() {
        // Given
        long id = begin(2, 1);

        // When
        EndTxnResponseData ended = driver.end(5, id, 0, true);
        Errors early = error(driver.end(5, id, 0, true));
        Errors nextTooEarly = driver.add(id, 1, 2, 3);
        driver.writeMarkers();
        EndTxnResponseData repeated = driver.end(5, id, 0, true);

        // Then
        assertThat(ended.producerEpoch()).isEqualTo((short) 1);
        assertThat(early).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(nextTooEarly).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(error(repeated)).isEqualTo(Errors.NONE);
        assertThat(repeated.producerEpoch()).isEqualTo((short) 1);
        assertThat(error(driver.end(5, id, 0, false))).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(driver.state()).isEqualTo("CompleteCommit");
    }

    @Test
    void refusesACommitOfNothingAndAbortsItForTheEpoch() {
        // Given
        long id = driver.init().producerId();

        // When
        Errors commit = error(driver.end(5, id, 0, true));
        EndTxnResponseData abort = driver.end(5, id, 0, false);
        driver.writeMarkers();

        // Then
        assertThat(commit).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(abort.producerEpoch()).isEqualTo((short) 1);
        assertThat(driver.state()).isEqualTo("CompleteAbort");
        assertThat(driver.add(id, 1, 2, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void keepsTheEpochInTransactionsOfVersion1() {
        // Given
        long id = begin(0, 1);

        // When
        Errors ended = error(driver.end(3, id, 0, true));
        Errors early = error(driver.end(3, id, 0, true));
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();

        // Then
        assertThat(ended).isEqualTo(Errors.NONE);
        assertThat(early).isEqualTo(Errors.CONCURRENT_TRANSACTIONS);
        assertThat(markers.producerEpoch()).isZero();
        assertThat(markers.transactionVersion()).isZero();
        assertThat(error(driver.end(3, id, 0, true))).isEqualTo(Errors.NONE);
        assertThat(error(driver.end(3, id, 0, false))).isEqualTo(Errors.INVALID_TXN_STATE);
        assertThat(driver.add(id, 0, 0, 2)).isEqualTo(Errors.NONE);
    }

    @Test
    void changesTheProducerIdWhenTheEpochsAreUsedUp() {
        // Given
        long id = driver.beginAt(TransactionState.ONGOING, LAST_USABLE_EPOCH, 1);

        // When
        EndTxnResponseData ended = driver.end(5, id, LAST_USABLE_EPOCH, true);
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();
        EndTxnResponseData repeated = driver.end(5, id, LAST_USABLE_EPOCH, true);

        // Then
        assertThat(markers.producerId()).isEqualTo(id);
        assertThat(markers.producerEpoch()).isEqualTo(Short.MAX_VALUE);
        assertThat(ended.producerId()).isNotEqualTo(id);
        assertThat(ended.producerEpoch()).isZero();
        assertThat(repeated.producerId()).isEqualTo(ended.producerId());
        assertThat(driver.add(ended.producerId(), 0, 2, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void rotatesOnceAfterAFenceHasUsedTheLastEpoch() {
        // Given
        long id = driver.beginAt(TransactionState.ONGOING, LAST_USABLE_EPOCH, 1);
        driver.init();
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();

        // When
        InitProducerIdResponseData next = driver.init();

        // Then
        assertThat(markers.producerId()).isEqualTo(id);
        assertThat(markers.producerEpoch()).isEqualTo(Short.MAX_VALUE);
        assertThat(next.producerId()).isEqualTo(driver.lastProducerId());
        assertThat(next.producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void goesOnWithANewIdAfterATimeoutHasUsedTheLastEpoch() {
        // Given
        long id = driver.beginAt(TransactionState.ONGOING, LAST_USABLE_EPOCH, 1);
        driver.advance(TransactionDriver.TIMEOUT_MS + 10_000);
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();

        // When
        EndTxnResponseData late = driver.end(5, id, LAST_USABLE_EPOCH, false);

        // Then
        assertThat(markers.producerEpoch()).isEqualTo(Short.MAX_VALUE);
        assertThat(error(late)).isEqualTo(Errors.NONE);
        assertThat(late.producerId()).isEqualTo(driver.lastProducerId()).isNotEqualTo(id);
        assertThat(late.producerEpoch()).isZero();
        assertThat(driver.init(TransactionDriver.ID, id, LAST_USABLE_EPOCH).producerId())
                .isEqualTo(late.producerId());
        assertThat(driver.add(late.producerId(), 0, 2, 1)).isEqualTo(Errors.NONE);
        assertThat(error(driver.end(5, late.producerId(), 0, true))).isEqualTo(Errors.NONE);
    }

    @Test
    void waitsForANewIdBeforeItUsesTheLastEpoch() {
        // Given
        long id = driver.beginAt(TransactionState.ONGOING, LAST_USABLE_EPOCH, 1);
        driver.hasIds = false;

        // When
        Errors init = error(driver.init());
        Errors end = error(driver.end(5, id, LAST_USABLE_EPOCH, true));
        driver.advance(TransactionDriver.TIMEOUT_MS + 20_000);
        String before = driver.state();
        driver.hasIds = true;
        driver.advance(10_000);

        // Then
        assertThat(init).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(end).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
        assertThat(before).isEqualTo("Ongoing");
        assertThat(driver.state()).isEqualTo("PrepareAbort");
    }

    @Test
    void beginsNothingWithTheVeryLastEpoch() {
        // Given
        long id = driver.beginAt(TransactionState.COMPLETE_ABORT, Short.MAX_VALUE);

        // When
        Errors added = driver.add(id, Short.MAX_VALUE, 2, 1);
        EndTxnResponseData ended = driver.end(5, id, Short.MAX_VALUE, false);
        driver.writeMarkers();

        // Then
        assertThat(added).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(error(ended)).isEqualTo(Errors.NONE);
        assertThat(ended.producerId()).isNotEqualTo(id);
        assertThat(driver.add(ended.producerId(), 0, 2, 1)).isEqualTo(Errors.NONE);
    }

    @Test
    void endsWhatALogHoldsOpenAtTheVeryLastEpoch() {
        // Given
        driver.beginAt(TransactionState.ONGOING, Short.MAX_VALUE, 1);

        // When
        driver.advance(TransactionDriver.TIMEOUT_MS + 10_000);
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();

        // Then
        assertThat(markers.producerEpoch()).isEqualTo(Short.MAX_VALUE);
        assertThat(markers.transactionVersion()).isZero();
        assertThat(driver.state()).isEqualTo("CompleteAbort");
        assertThat(driver.init().producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void finishesAfterARestartWhatWasPrepared() {
        // Given
        long id = begin(2, 1, 2);
        driver.end(5, id, 0, true);

        // When
        driver.restart();
        TransactionMarkers markers = driver.ordered.peek();
        driver.writeMarkers();

        // Then
        assertThat(markers.commit()).isTrue();
        assertThat(markers.producerEpoch()).isEqualTo((short) 1);
        assertThat(markers.partitions()).containsExactly(new TopicPartition("t", 1), new TopicPartition("t", 2));
        assertThat(driver.state()).isEqualTo("CompleteCommit");
        assertThat(driver.end(5, id, 0, true).producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void abortsATransactionThatTakesTooLongAndFencesItsProducer() {
        // Given
        long id = begin(2, 1);

        // When
        driver.advance(TransactionDriver.TIMEOUT_MS - 1);
        String before = driver.state();
        driver.advance(10_001);

        // Then
        assertThat(before).isEqualTo("Ongoing");
        assertThat(driver.ordered).hasSize(1);
        driver.writeMarkers();
        assertThat(driver.state()).isEqualTo("CompleteAbort");
        assertThat(driver.add(id, 0, 2, 1)).isEqualTo(Errors.PRODUCER_FENCED);
        assertThat(driver.init(TransactionDriver.ID, id, 0).producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void forgetsAnIdThatNobodyUses() {
        // Given
        driver.init();

        // When
        driver.advance(TransactionConfig.DEFAULTS.idExpirationMs() + TransactionConfig.DEFAULTS.idCheckIntervalMs());
        driver.restart();

        // Then
        assertThat(driver.shard.size()).isZero();
        assertThat(driver.log.get(driver.log.size() - 1).isTombstone()).isTrue();
    }

    @Test
    void changesNothingThatTheLogRefuses() {
        // Given
        long id = begin(2, 1);
        driver.refuseAppends(Errors.NOT_ENOUGH_REPLICAS);

        // When
        Errors refused = error(driver.end(5, id, 0, true));
        driver.takeAppends();

        // Then
        assertThat(refused).isEqualTo(Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(driver.ordered).isEmpty();
        assertThat(driver.end(5, id, 0, true).producerEpoch()).isEqualTo((short) 1);
    }

    @Test
    void saysWhetherAPartitionBelongsToTheTransaction() {
        // Given
        long id = begin(0, 1);

        // Then
        assertThat(driver.verify(id, 0, 1)).containsValue(Errors.NONE);
        assertThat(driver.verify(id, 0, 2)).containsValue(Errors.TRANSACTION_ABORTABLE);
        assertThat(driver.verify(id, 1, 1)).containsValue(Errors.PRODUCER_FENCED);
        assertThat(driver.verify(id + 1, 0, 1)).containsValue(Errors.INVALID_PRODUCER_ID_MAPPING);
        driver.end(3, id, 0, true);
        assertThat(driver.verify(id, 0, 1)).containsValue(Errors.CONCURRENT_TRANSACTIONS);
    }

    @Test
    void refusesTimeoutsBeyondTheLimitAndHalfAnIdentity() {
        // Given
        var small = new TransactionDriver(new TransactionConfig(1_000, 10_000, 1_000_000, 1_000_000, 10, 1 << 20));

        // Then
        assertThat(error(small.init())).isEqualTo(Errors.INVALID_TRANSACTION_TIMEOUT);
        assertThat(error(driver.init(TransactionDriver.ID, 7, -1))).isEqualTo(Errors.INVALID_REQUEST);
        driver.hasIds = false;
        assertThat(error(driver.init())).isEqualTo(Errors.COORDINATOR_LOAD_IN_PROGRESS);
    }

    @Test
    void listsByProducerStateAgeAndPattern() {
        // Given
        long id = begin(2, 1);
        driver.init("other", -1, -1);
        driver.nowMs += 5_000;

        // Then
        assertThat(list(Set.of(), Set.of(), -1)).containsExactly("other", "tx");
        assertThat(list(Set.of(id), Set.of(), -1)).containsExactly("tx");
        assertThat(list(Set.of(), Set.of("Empty"), -1)).containsExactly("other");
        assertThat(list(Set.of(id), Set.of(), 5_000)).isEmpty();
        assertThat(list(Set.of(id), Set.of(), 4_999)).containsExactly("tx");
    }

    private List<String> list(Set<Long> ids, Set<String> states, long longerThanMs) {
        var filter = new TransactionReads.Filter(ids, states, longerThanMs);
        return driver.shard.list(filter, driver.nowMs).stream()
                .map(one -> one.transactionalId())
                .toList();
    }
}
