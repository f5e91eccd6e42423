package io.millrace.broker.log.upkeep;

import io.millrace.broker.log.transaction.AbortedTransaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.internal.RecordBatch;

/** Where each producer's aborted transactions lie. Below the last stable offset all others are committed. */
public final class AbortedRanges {
    private final Map<Long, TreeMap<Long, Long>> byProducer = new HashMap<>();

    public AbortedRanges(Collection<AbortedTransaction> transactions) {
        for (AbortedTransaction one : transactions) {
            byProducer
                    .computeIfAbsent(one.producerId(), any -> new TreeMap<>())
                    .put(one.firstOffset(), one.lastOffset());
        }
    }

    /** Whether the records of this batch were taken back. */
    boolean covers(RecordBatch batch) {
        if (!batch.isTransactional() || batch.isControlBatch()) {
            return false;
        }
        TreeMap<Long, Long> ranges = byProducer.get(batch.producerId());
        Map.Entry<Long, Long> before = ranges == null ? null : ranges.floorEntry(batch.baseOffset());
        return before != null && batch.baseOffset() < before.getValue();
    }
}
