package io.millrace.broker.log;

import static io.millrace.broker.log.TestingTransactions.abort;
import static io.millrace.broker.log.TestingTransactions.append;
import static io.millrace.broker.log.TestingTransactions.commit;
import static io.millrace.broker.log.TestingTransactions.marker;
import static io.millrace.broker.log.TestingTransactions.readCommitted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.transaction.ActiveProducer;
import io.millrace.broker.log.transaction.OngoingTransaction;
import io.millrace.broker.log.transaction.TransactionMarker;
import java.nio.file.Path;
import org.apache.kafka.common.protocol.Errors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transactions in one log: what is stable, what is aborted, which batches and markers are refused. */
class TransactionsTest {
    @TempDir
    Path path;

    private TestingDirectory testing;
    private PartitionLog log;

    @BeforeEach
    void open() {
        testing = new TestingDirectory(path);
        testing.open();
        log = testing.log();
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static void assertRefused(Errors error, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOfSatisfying(LogException.class, refused -> assertThat(refused.error())
                .isEqualTo(error));
    }

    private void allIsSafe() {
        log.updateHighWatermark(log.logEndOffset());
    }

    @Test
    void anOpenTransactionHoldsTheLastStableOffsetBack() throws Exception {
        // Given
        log.append(TestingBatches.keyed("k", "v"), 0, 1_000, AppendOrigin.CLIENT);
        append(log, 7, 0, 0, "a=1", "a=2");
        log.append(TestingBatches.keyed("k", "w"), 0, 1_000, AppendOrigin.CLIENT);

        // When
        allIsSafe();

        // Then
        assertThat(log.highWatermark()).isEqualTo(4);
        assertThat(log.lastStableOffset()).isEqualTo(1);
        assertThat(log.ongoingTransaction(7)).contains(new OngoingTransaction((short) 0, 1));
        assertThat(log.ongoingTransaction(8)).isEmpty();
        assertThat(readCommitted(log)).containsExactly("k=v@0");
    }

    @Test
    void anEndedTransactionIsStableOnlyBelowTheHighWatermark() throws Exception {
        // Given
        append(log, 7, 0, 0, "a=1");
        allIsSafe();

        // When
        commit(log, 7, 0);

        // Then
        assertThat(log.ongoingTransaction(7)).isEmpty();
        assertThat(log.lastStableOffset()).isZero();
        allIsSafe();
        assertThat(log.lastStableOffset()).isEqualTo(2);
        assertThat(readCommitted(log)).containsExactly("a=1@0");
    }

    @Test
    void tellsReadersWhichTransactionsWereAborted() throws Exception {
        // Given
        append(log, 7, 0, 0, "a=1");
        append(log, 8, 0, 0, "b=1");
        append(log, 7, 0, 1, "a=2");
        abort(log, 7, 0);
        append(log, 7, 0, 2, "a=3");
        commit(log, 8, 0);
        commit(log, 7, 0);

        // When
        allIsSafe();

        // Then
        assertThat(log.abortedTransactions(0, 7)).containsExactly(new AbortedTransaction(7, 0, 3, 1));
        assertThat(log.abortedTransactions(4, 7)).isEmpty();
        assertThat(readCommitted(log)).containsExactly("b=1@1", "a=3@4");
    }

    @Test
    void aRepeatedMarkerIsWrittenOnce() {
        // Given
        append(log, 7, 0, 0, "a=1");

        // When
        AppendResult first = commit(log, 7, 0);
        AppendResult again = commit(log, 7, 0);

        // Then
        assertThat(first.duplicate()).isFalse();
        assertThat(first.baseOffset()).isEqualTo(1);
        assertThat(again.duplicate()).isTrue();
        assertThat(log.logEndOffset()).isEqualTo(2);
    }

    @Test
    void aMarkerOfAnOlderCoordinatorIsRefused() {
        // Given
        append(log, 7, 0, 0, "a=1");
        commit(log, 7, 0);
        append(log, 7, 0, 1, "a=2");

        // When
        var stale = new TransactionMarker(7, (short) 0, TestingTransactions.COORDINATOR_EPOCH - 1, false, 1);

        // Then
        assertRefused(Errors.TRANSACTION_COORDINATOR_FENCED, () -> log.appendMarker(stale, 0, 1_000));
        assertThat(log.ongoingTransaction(7)).isPresent();
    }

    @Test
    void aMarkerWithANewerEpochFencesTheProducerAtOnce() {
        // Given
        append(log, 7, 0, 0, "a=1");

        // When
        abort(log, 7, 1);

        // Then
        assertRefused(Errors.INVALID_PRODUCER_EPOCH, () -> append(log, 7, 0, 1, "late=1"));
        assertRefused(Errors.INVALID_PRODUCER_EPOCH, () -> abort(log, 7, 0));
        assertRefused(Errors.OUT_OF_ORDER_SEQUENCE_NUMBER, () -> append(log, 7, 1, 1, "a=2"));
        append(log, 7, 1, 0, "a=2");
    }

    @Test
    void aMarkerOfVersionTwoEndsOnlyTheTransactionOfTheEpochBefore() {
        // Given
        append(log, 7, 4, 0, "a=1");
        log.appendMarker(marker(7, 5, true, 2), 0, 1_000);

        // When
        append(log, 7, 5, 0, "a=2");

        // Then
        assertRefused(Errors.INVALID_PRODUCER_EPOCH, () -> log.appendMarker(marker(7, 5, true, 2), 0, 1_000));
        assertThat(log.ongoingTransaction(7)).contains(new OngoingTransaction((short) 5, 2));
        log.appendMarker(marker(7, 6, true, 2), 0, 1_000);
        assertThat(log.appendMarker(marker(7, 6, true, 2), 0, 1_000).duplicate())
                .isTrue();
        assertThat(log.logEndOffset()).isEqualTo(4);
    }

    @Test
    void whatComesWhileATransactionIsOpenBelongsToIt() {
        // Given
        append(log, 7, 4, 0, "a=1");

        // Then
        assertRefused(Errors.CONCURRENT_TRANSACTIONS, () -> append(log, 7, 5, 0, "a=2"));
        assertRefused(
                Errors.INVALID_TXN_STATE,
                () -> log.append(TestingBatches.from(7, 4, 1, "x"), 0, 1_000, AppendOrigin.CLIENT));
        assertRefused(
                Errors.CONCURRENT_TRANSACTIONS,
                () -> log.append(TestingTransactions.batch(7, 5, 0, "o=1"), 0, 1_000, AppendOrigin.COORDINATOR));
        assertThat(append(log, 7, 4, 0, "a=1").duplicate()).isTrue();
    }

    @Test
    void remembersItsProducers() {
        // Given
        append(log, 7, 4, 0, "a=1", "a=2");
        log.appendMarker(marker(7, 5, true, 2), 0, 1_000);
        append(log, 9, 0, 3, "b=1");

        // Then
        assertThat(log.activeProducers())
                .containsExactly(
                        new ActiveProducer(7, (short) 5, -1, testing.nowMs, TestingTransactions.COORDINATOR_EPOCH, -1),
                        new ActiveProducer(9, (short) 0, 3, testing.nowMs, -1, 3));
    }

    @Test
    void aProducerWithAnOpenTransactionIsNeverForgotten() {
        // Given
        append(log, 7, 0, 0, "a=1");
        append(log, 8, 0, 0, "b=1");
        commit(log, 8, 0);

        // When
        testing.nowMs = 1_000_000 + 2 * 86_400_000L;
        testing.directory().enforceRetention();

        // Then
        assertThat(log.activeProducers()).extracting(ActiveProducer::producerId).containsExactly(7L);
    }
}
