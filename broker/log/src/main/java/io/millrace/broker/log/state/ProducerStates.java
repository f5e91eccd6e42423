package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.fault.LogException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.protocol.Errors;

/**
 * The producers of one partition: decides whether a batch is next, was there already, or does not belong. Producers
 * stand in the order in which they last wrote, so the longest idle one is always first.
 */
public final class ProducerStates {
    private final Map<Long, ProducerEntry> producers = new LinkedHashMap<>();
    private final int maxProducers;

    public ProducerStates(int maxProducers) {
        this.maxProducers = maxProducers;
    }

    /** The earlier append if this batch is a duplicate, null if it may be appended; anything else is refused. */
    public ProducedBatch check(BatchView batch) {
        ProducerEntry entry = producers.get(batch.producerId());
        if (entry == null) {
            return null;
        }
        short producerEpoch = batch.producerEpoch();
        if (producerEpoch < entry.producerEpoch()) {
            throw new LogException(
                    Errors.INVALID_PRODUCER_EPOCH,
                    "producer " + batch.producerId() + " has epoch " + entry.producerEpoch() + " here, the batch has "
                            + producerEpoch);
        }
        ProducedBatch duplicate = entry.duplicateOf(batch);
        if (duplicate == null) {
            requireNextSequence(batch, entry);
        }
        return duplicate;
    }

    /**
     * Remembers a batch that has been appended. Also used to rebuild the state from a log.
     *
     * @param nowMs the broker's time: a client's own may be anything, and idleness is measured against the broker's
     */
    public void record(BatchView batch, long baseOffset, long nowMs) {
        if (batch.producerId() < 0) {
            return;
        }
        ProducerEntry entry = producers.remove(batch.producerId());
        if (entry == null) {
            entry = new ProducerEntry(batch.producerEpoch());
        }
        producers.put(batch.producerId(), entry);
        entry.moveTo(batch.producerEpoch());
        if (batch.isControl()) {
            // The coordinator's own epoch is inside the record; only transactions need it.
            entry.endTransaction(entry.coordinatorEpoch(), nowMs);
        } else {
            if (batch.baseSequence() >= 0) {
                entry.add(ProducedBatch.of(batch, baseOffset, nowMs));
            }
            if (batch.isTransactional()) {
                entry.beginTransaction(baseOffset);
            }
        }
        forgetTheLongestIdle();
    }

    /** Forgets producers that have not written since {@code beforeMs} and have no open transaction. */
    public void expire(long beforeMs) {
        producers
                .values()
                .removeIf(entry -> entry.lastTimestampMs() < beforeMs
                        && entry.transactionFirstOffset() == ProducerEntry.NO_TRANSACTION);
    }

    public void clear() {
        producers.clear();
    }

    /** The last offsets of all remembered batches: compaction must leave their headers in the log. */
    public Set<Long> lastOffsets() {
        Set<Long> offsets = new HashSet<>();
        for (ProducerEntry entry : producers.values()) {
            entry.batches().forEach(batch -> offsets.add(batch.lastOffset()));
        }
        return offsets;
    }

    public int size() {
        return producers.size();
    }

    /** Where the earliest open transaction begins. */
    public OptionalLong firstUnstableOffset() {
        return producers.values().stream()
                .mapToLong(ProducerEntry::transactionFirstOffset)
                .filter(offset -> offset != ProducerEntry.NO_TRANSACTION)
                .min();
    }

    /** The content of a snapshot file. */
    public ByteBuffer encode() {
        return ProducerSnapshotCodec.encode(producers);
    }

    /** Replaces everything by the content of a snapshot file; false, and empty, if the file is damaged. */
    public boolean restore(ByteBuffer snapshot) {
        producers.clear();
        return ProducerSnapshotCodec.decode(snapshot, producers);
    }

    private void requireNextSequence(BatchView batch, ProducerEntry entry) {
        boolean newEpoch = batch.producerEpoch() != entry.producerEpoch();
        int expectedAfter = entry.lastSequence();
        boolean inOrder = newEpoch
                ? batch.baseSequence() == 0
                : entry.hasNoBatches() || Sequence.follows(expectedAfter, batch.baseSequence());
        if (!inOrder) {
            throw new LogException(
                    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "producer " + batch.producerId() + " epoch " + batch.producerEpoch() + " sent sequence "
                            + batch.baseSequence() + (newEpoch ? " in a new epoch" : " after " + expectedAfter));
        }
    }

    private void forgetTheLongestIdle() {
        if (producers.size() > maxProducers) {
            Iterator<ProducerEntry> idleFirst = producers.values().iterator();
            while (idleFirst.hasNext()) {
                if (idleFirst.next().transactionFirstOffset() == ProducerEntry.NO_TRANSACTION) {
                    idleFirst.remove();
                    return;
                }
            }
        }
    }
}
