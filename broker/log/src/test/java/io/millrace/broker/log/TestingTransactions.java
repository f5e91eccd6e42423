package io.millrace.broker.log;

import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.transaction.TransactionMarker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Transactions as producers and coordinators make them, and a reader of committed records as clients are. */
final class TestingTransactions {
    static final int COORDINATOR_EPOCH = 5;

    private TestingTransactions() {}

    /** A record {@code key=value}; without a value a tombstone. */
    static SimpleRecord record(String keyAndValue) {
        String[] parts = keyAndValue.split("=", 2);
        byte[] value = parts.length == 1 ? null : parts[1].getBytes(StandardCharsets.UTF_8);
        return new SimpleRecord(1_000, parts[0].getBytes(StandardCharsets.UTF_8), value);
    }

    static ByteBuffer batch(long producerId, int epoch, int sequence, String... keysAndValues) {
        SimpleRecord[] records = new SimpleRecord[keysAndValues.length];
        for (int index = 0; index < records.length; index++) {
            records[index] = record(keysAndValues[index]);
        }
        return MemoryRecords.withTransactionalRecords(Compression.NONE, producerId, (short) epoch, sequence, records)
                .buffer();
    }

    static AppendResult append(PartitionLog log, long producerId, int epoch, int sequence, String... keysAndValues) {
        return log.append(batch(producerId, epoch, sequence, keysAndValues), 0, 1_000, AppendOrigin.CLIENT);
    }

    static TransactionMarker marker(long producerId, int epoch, boolean commit, int version) {
        return new TransactionMarker(producerId, (short) epoch, COORDINATOR_EPOCH, commit, version);
    }

    static AppendResult commit(PartitionLog log, long producerId, int epoch) {
        return log.appendMarker(marker(producerId, epoch, true, 1), 0, 1_000);
    }

    static AppendResult abort(PartitionLog log, long producerId, int epoch) {
        return log.appendMarker(marker(producerId, epoch, false, 1), 0, 1_000);
    }

    /** What a client with isolation.level=read_committed gets: {@code key=value@offset}. */
    static List<String> readCommitted(PartitionLog log) throws Exception {
        List<String> seen = new ArrayList<>();
        long offset = log.logStartOffset();
        long stable = log.lastStableOffset();
        while (offset < stable) {
            long next = offset;
            try (RecordsSlice slice = log.read(offset, 4_000, true, stable)) {
                List<AbortedTransaction> aborted = new ArrayList<>(log.abortedTransactions(offset, slice.endOffset()));
                Set<Long> abortedProducers = new HashSet<>();
                for (MutableRecordBatch batch :
                        MemoryRecords.readableRecords(slice.toByteBuffer()).batches()) {
                    next = batch.nextOffset();
                    List<AbortedTransaction> begun = aborted.stream()
                            .filter(one -> one.firstOffset() <= batch.lastOffset())
                            .toList();
                    begun.forEach(one -> abortedProducers.add(one.producerId()));
                    aborted.removeAll(begun);
                    if (batch.isControlBatch()) {
                        for (Record one : batch) {
                            if (ControlRecordType.parse(one.key()) == ControlRecordType.ABORT) {
                                abortedProducers.remove(batch.producerId());
                            }
                        }
                    } else if (!batch.isTransactional() || !abortedProducers.contains(batch.producerId())) {
                        for (Record one : batch) {
                            if (one.offset() >= offset) {
                                seen.add(text(one));
                            }
                        }
                    }
                }
            }
            if (next == offset) {
                break;
            }
            offset = next;
        }
        return seen;
    }

    private static String text(Record one) {
        String key = one.hasKey() ? StandardCharsets.UTF_8.decode(one.key()).toString() : "";
        String value = one.hasValue() ? "=" + StandardCharsets.UTF_8.decode(one.value()) : "";
        return key + value + "@" + one.offset();
    }
}
