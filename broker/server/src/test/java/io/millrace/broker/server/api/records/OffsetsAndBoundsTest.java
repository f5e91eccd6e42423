package io.millrace.broker.server.api.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.broker.server.hosting.Images;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.FetchRequestData.FetchPartition;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients ask about the ends of a partition, and how much a fetch may bring. */
class OffsetsAndBoundsTest {

    @TempDir
    Path directory;

    private TestingSite site;

    @BeforeEach
    void open() {
        site = new TestingSite(directory);
        produce(1_000, "a");
        produce(3_000, "b");
        produce(2_000, "c");
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void produce(long timestampMs, String value) {
        var one = new SimpleRecord(timestampMs, null, value.getBytes(StandardCharsets.UTF_8));
        assertThat(site.produce(MemoryRecords.withRecords(Compression.NONE, one).buffer())
                        .error())
                .isEqualTo(Errors.NONE);
    }

    private ListOffsetsPartitionResponse list(int version, long timestamp, int isolationLevel) {
        return site.call(
                        new ListOffsetsHandler(site.services()),
                        ApiKeys.LIST_OFFSETS,
                        version,
                        TransactionRequests.listOffsets(TestingSite.TOPIC, timestamp, isolationLevel),
                        ListOffsetsResponseData.class)
                .join()
                .topics()
                .get(0)
                .partitions()
                .get(0);
    }

    @ParameterizedTest(name = "version {0}, timestamp {1}: offset {2}, timestamp {3}")
    @CsvSource({
        "11, -1, 3, -1",
        "11, -2, 0, -1",
        "11, -3, 1, 3000",
        "11, -4, 0, -1",
        "11, -5, -1, -1",
        "11, -6, -1, -1",
        "11, 0, 0, 1000",
        "11, 1001, 1, 3000",
        "11, 3001, -1, -1",
        "1, 1001, 1, 3000"
    })
    void tellsOffsetsByTimeAndAtTheEnds(int version, long timestamp, long offset, long foundTimestampMs) {
        // When
        ListOffsetsPartitionResponse found = list(version, timestamp, 0);

        // Then
        assertThat(Errors.forCode(found.errorCode())).isEqualTo(Errors.NONE);
        assertThat(found.offset()).isEqualTo(offset);
        assertThat(found.timestamp()).isEqualTo(foundTimestampMs);
    }

    @ParameterizedTest(name = "version {0} does not know {1}")
    @CsvSource({"6, -3", "7, -4", "8, -5", "10, -6", "11, -7"})
    void refusesSpecialTimestampsThatTheVersionDoesNotKnow(int version, long timestamp) {
        assertThat(list(version, timestamp, 0).errorCode()).isEqualTo(Errors.UNSUPPORTED_VERSION.code());
    }

    @Test
    void recordsOfOpenTransactionsAreNotFoundByReadersOfCommittedOnes() {
        // Given
        site.produce(TransactionRequests.batch(7, 0, 0, "open"));

        // Then
        assertThat(list(11, 4_000, 0).offset()).isEqualTo(3);
        assertThat(list(11, 4_000, 1).offset()).isEqualTo(-1);
        assertThat(list(11, -3, 0).offset()).isEqualTo(3);
        assertThat(list(11, -3, 1).offset()).isEqualTo(1);
        assertThat(list(11, -1, 1).offset()).isEqualTo(3);
    }

    @Test
    void aFetchBringsOneBatchOfAnySizeAndThenNoMoreThanAskedFor() {
        // Given: one batch is larger than what is asked for over all, two partitions want some.
        produce(1_000, "x".repeat(10_000));
        var request = TransactionRequests.fetch(Images.id(1), 3, 0, 0).setMaxBytes(200);
        FetchPartition small =
                new FetchPartition().setPartition(0).setFetchOffset(0).setPartitionMaxBytes(1 << 20);
        request.topics()
                .get(0)
                .setPartitions(List.of(request.topics().get(0).partitions().get(0), small));

        // When
        var partitions = site.call(
                        new FetchHandler(site.services()), ApiKeys.FETCH, 18, request, FetchResponseData.class)
                .join()
                .responses()
                .get(0)
                .partitions();

        // Then
        assertThat(partitions.get(0).records().sizeInBytes()).isGreaterThan(10_000);
        assertThat(partitions.get(1).records().sizeInBytes()).isZero();
    }
}
