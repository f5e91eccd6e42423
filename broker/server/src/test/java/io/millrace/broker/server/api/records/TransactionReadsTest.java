package io.millrace.broker.server.api.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.hosting.AppendOutcome;
import io.millrace.broker.server.hosting.Images;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.WriteTxnMarkersResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers see of transactions, and how a marker ends one: handlers over a real log. */
class TransactionReadsTest {

    @TempDir
    Path directory;

    private TestingSite site;

    @BeforeEach
    void open() {
        site = new TestingSite(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private AppendOutcome produce(long producerId, int epoch, int sequence, String value) {
        return site.produce(TransactionRequests.batch(producerId, epoch, sequence, value));
    }

    private CompletableFuture<PartitionData> fetch(long offset, int isolationLevel, int maxWaitMs) {
        return site.call(
                        new FetchHandler(site.services()),
                        ApiKeys.FETCH,
                        18,
                        TransactionRequests.fetch(Images.id(1), offset, isolationLevel, maxWaitMs),
                        FetchResponseData.class)
                .thenApply(response -> response.responses().get(0).partitions().get(0));
    }

    private long latest(int isolationLevel) {
        return site.call(
                        new ListOffsetsHandler(site.services()),
                        ApiKeys.LIST_OFFSETS,
                        11,
                        TransactionRequests.listOffsets("topic", -1, isolationLevel),
                        ListOffsetsResponseData.class)
                .join()
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .offset();
    }

    private Errors end(long producerId, int epoch, boolean commit, int partition) {
        return Errors.forCode(site.call(
                        new WriteTxnMarkersHandler(site.services()),
                        ApiKeys.WRITE_TXN_MARKERS,
                        2,
                        TransactionRequests.marker("topic", partition, producerId, epoch, commit),
                        WriteTxnMarkersResponseData.class)
                .join()
                .markers()
                .get(0)
                .topics()
                .get(0)
                .partitions()
                .get(0)
                .errorCode());
    }

    @Test
    void readersOfCommittedRecordsStopAtTheFirstOpenTransaction() {
        // Given
        produce(-1, -1, -1, "plain");
        produce(7, 0, 0, "open");

        // When
        PartitionData committed = fetch(0, 1, 0).join();
        PartitionData all = fetch(0, 0, 0).join();

        // Then
        assertThat(committed.highWatermark()).isEqualTo(2);
        assertThat(committed.lastStableOffset()).isEqualTo(1);
        assertThat(committed.abortedTransactions()).isEmpty();
        assertThat(committed.records().sizeInBytes())
                .isPositive()
                .isLessThan(all.records().sizeInBytes());
        assertThat(all.lastStableOffset()).isEqualTo(1);
        assertThat(all.abortedTransactions()).isNull();
        assertThat(latest(1)).isEqualTo(1);
        assertThat(latest(0)).isEqualTo(2);
    }

    @Test
    void aWaitingReaderOfCommittedRecordsWakesWhenTheTransactionEnds() {
        // Given
        produce(7, 0, 0, "open");
        CompletableFuture<PartitionData> waiting = fetch(0, 1, 30_000);
        produce(-1, -1, -1, "plain");
        assertThat(waiting).isNotDone();

        // When
        Errors ended = end(7, 0, false, 0);

        // Then
        assertThat(ended).isEqualTo(Errors.NONE);
        PartitionData answer = waiting.join();
        assertThat(answer.lastStableOffset()).isEqualTo(3);
        assertThat(answer.records().sizeInBytes()).isPositive();
        assertThat(answer.abortedTransactions())
                .containsExactly(new AbortedTransaction().setProducerId(7).setFirstOffset(0));
        assertThat(latest(1)).isEqualTo(3);
    }

    @Test
    void markersAreWrittenOnceAndStaleOnesRefused() {
        // Given
        produce(7, 3, 0, "a");

        // Then
        assertThat(end(7, 2, true, 0)).isEqualTo(Errors.INVALID_PRODUCER_EPOCH);
        assertThat(end(7, 3, true, 1)).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION);
        assertThat(end(7, 3, true, 0)).isEqualTo(Errors.NONE);
        assertThat(end(7, 3, true, 0)).isEqualTo(Errors.NONE);
        assertThat(latest(1)).isEqualTo(2);
    }

    @Test
    void describesTheProducersOfAPartition() {
        // Given
        produce(7, 3, 0, "a");
        produce(7, 3, 1, "b");

        // When
        var response = site.call(
                        new DescribeProducersHandler(site.services()),
                        ApiKeys.DESCRIBE_PRODUCERS,
                        0,
                        TransactionRequests.describeProducers("topic", 0, 9),
                        DescribeProducersResponseData.class)
                .join();

        // Then
        var partitions = response.topics().get(0).partitions();
        ProducerState one = partitions.get(0).activeProducers().get(0);
        assertThat(one.producerId()).isEqualTo(7);
        assertThat(one.producerEpoch()).isEqualTo(3);
        assertThat(one.lastSequence()).isEqualTo(1);
        assertThat(one.coordinatorEpoch()).isEqualTo(-1);
        assertThat(one.currentTxnStartOffset()).isZero();
        assertThat(partitions.get(1).errorCode()).isEqualTo(Errors.UNKNOWN_TOPIC_OR_PARTITION.code());
    }
}
