package io.millrace.broker.log.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.log.config.LogConfig;
import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches with a right checksum that no client may write. */
class BatchChecksTest {

    private static final int ATTRIBUTES = 21;
    private static final int LAST_OFFSET_DELTA = 23;
    private static final int RECORD_COUNT = 57;
    private static final int FIRST_RECORD = 61;
    private static final long NOW_MS = 1_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 300})
    void whatClientsMakeIsAccepted(int count) {
        assertThatCode(() -> check(batch(count))).doesNotThrowAnyException();
    }

    @Test
    void theBitsOfTheBrokerAreNotForClients() {
        assertRefused(with(batch(1), ATTRIBUTES + 1, 0x20), "control");
        assertRefused(with(batch(1), ATTRIBUTES + 1, 0x40), "delete horizon");
    }

    @Test
    void aHeaderThatCountsOtherRecordsThanThereAreIsRefused() {
        assertRefused(counting(batch(3), 2), "bytes follow the last of 2 records");
        assertRefused(counting(batch(3), 4), "record 3 of 4 records has no whole length");
    }

    @Test
    void aRecordThatIsLongerThanTheBatchIsRefused() {
        assertRefused(with(batch(1), FIRST_RECORD, 0x7e), "record 0 of 1 records says that it has 63 bytes");
        assertRefused(with(batch(1), FIRST_RECORD, 0x01), "says that it has -1 bytes");
    }

    @Test
    void aLengthThatDoesNotEndIsRefused() {
        ByteBuffer batch = batch(1);
        for (int index = 0; index < 5; index++) {
            batch.put(FIRST_RECORD + index, (byte) 0xff);
        }
        assertRefused(sealed(batch), "record 0 of 1 records has no whole length");
    }

    @Test
    void compressedRecordsAreNotLookedAt() {
        MemoryRecords records = MemoryRecords.withRecords(
                Compression.gzip().build(), new SimpleRecord(NOW_MS, "key".getBytes(StandardCharsets.UTF_8), null));
        assertThatCode(() -> check(records.buffer())).doesNotThrowAnyException();
    }

    private static ByteBuffer batch(int count) {
        var records = new SimpleRecord[count];
        byte[] value = new byte[20];
        for (int index = 0; index < count; index++) {
            Header[] headers = index % 2 == 0
                    ? new Header[0]
                    : new Header[] {new RecordHeader("name", value), new RecordHeader("empty", null)};
            records[index] = new SimpleRecord(NOW_MS + index, index % 3 == 0 ? null : value, value, headers);
        }
        return MemoryRecords.withRecords(Compression.NONE, records).buffer();
    }

    private static ByteBuffer counting(ByteBuffer batch, int count) {
        batch.putInt(LAST_OFFSET_DELTA, count - 1);
        batch.putInt(RECORD_COUNT, count);
        return sealed(batch);
    }

    private static ByteBuffer with(ByteBuffer batch, int position, int value) {
        batch.put(position, (byte) value);
        return sealed(batch);
    }

    private static ByteBuffer sealed(ByteBuffer batch) {
        var crc = new CRC32C();
        crc.update(batch.slice(ATTRIBUTES, batch.limit() - ATTRIBUTES));
        batch.putInt(17, (int) crc.getValue());
        return batch;
    }

    private static void check(ByteBuffer batch) {
        BatchChecks.requireAcceptable(
                BatchChecks.requireOneBatch(batch),
                LogConfig.parse(new TreeMap<>()).batches(),
                NOW_MS);
    }

    private static void assertRefused(ByteBuffer batch, String message) {
        assertThatThrownBy(() -> check(batch))
                .isInstanceOfSatisfying(
                        LogException.class, e -> assertThat(e.error()).isEqualTo(Errors.INVALID_RECORD))
                .hasMessageContaining(message);
    }
}
