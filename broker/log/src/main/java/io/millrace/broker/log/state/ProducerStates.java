package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.transaction.AbortedTransaction;
import io.millrace.broker.log.transaction.ActiveProducer;
import io.millrace.broker.log.transaction.OngoingTransaction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The producers of one partition and their transactions, as the batches of the log have made them. Producers stand in
 * the order in which they last wrote, so the longest idle one is always first.
 */
public final class ProducerStates {
    /** What {@link #firstUnstableOffset} says when every transaction has ended for good. */
    public static final long ALL_STABLE = UnstableTransactions.NONE;

    private final Map<Long, ProducerEntry> producers = new LinkedHashMap<>();
    private final UnstableTransactions unstable = new UnstableTransactions();
    private final int maxProducers;

    public ProducerStates(int maxProducers) {
        this.maxProducers = maxProducers;
    }

    /** Null if nothing is remembered of it. */
    ProducerEntry find(long producerId) {
        return producers.get(producerId);
    }

    /**
     * Remembers a batch that has been appended. Also used to rebuild the state from a log.
     *
     * @param batch of control batches all, of others the header
     * @param nowMs the broker's time, by a clock that never jumps: a client's own may be anything
     * @return the transaction that this batch has aborted, or null
     */
    public AbortedTransaction record(BatchView batch, long baseOffset, long nowMs) {
        if (batch.producerId() < 0) {
            return null;
        }
        ProducerEntry entry = producers.remove(batch.producerId());
        if (entry == null) {
            entry = new ProducerEntry(batch.producerEpoch());
        }
        producers.put(batch.producerId(), entry);
        entry.moveTo(batch.producerEpoch());
        AbortedTransaction aborted = null;
        if (batch.isControl()) {
            aborted = end(entry, batch, baseOffset, nowMs);
        } else {
            if (batch.baseSequence() >= 0) {
                entry.add(ProducedBatch.of(batch, baseOffset), nowMs);
            }
            if (batch.isTransactional() && !entry.hasOpenTransaction()) {
                entry.beginTransaction(baseOffset);
                unstable.begin(baseOffset);
            }
        }
        forgetTheLongestIdle();
        return aborted;
    }

    private AbortedTransaction end(ProducerEntry entry, BatchView batch, long baseOffset, long nowMs) {
        EndMarker marker = EndMarker.of(batch);
        if (marker == null) {
            return null;
        }
        long firstOffset = entry.transactionFirstOffset();
        entry.endTransaction(marker.coordinatorEpoch(), nowMs);
        if (firstOffset == ProducerEntry.NO_TRANSACTION) {
            return null;
        }
        unstable.end(firstOffset, baseOffset);
        return marker.commit()
                ? null
                : new AbortedTransaction(
                        batch.producerId(),
                        firstOffset,
                        baseOffset,
                        Math.min(unstable.firstOpenOffset(), baseOffset + 1));
    }

    /** Where the earliest transaction begins that is open or whose marker could still be lost. */
    public long firstUnstableOffset() {
        return unstable.firstOffset();
    }

    /** What has a marker below the high watermark is stable. */
    public void settle(long highWatermark) {
        unstable.settle(highWatermark);
    }

    /** True while a snapshot would take a marker for safe that is not. */
    public boolean hasUndecided() {
        return unstable.hasUndecided();
    }

    /** The transaction that this producer has open here. */
    public Optional<OngoingTransaction> ongoing(long producerId) {
        ProducerEntry entry = producers.get(producerId);
        return entry == null || !entry.hasOpenTransaction()
                ? Optional.empty()
                : Optional.of(new OngoingTransaction(entry.producerEpoch(), entry.transactionFirstOffset()));
    }

    public List<ActiveProducer> active(ProducerTime time) {
        List<ActiveProducer> active = new ArrayList<>(producers.size());
        producers.forEach((producerId, entry) -> active.add(new ActiveProducer(
                producerId,
                entry.producerEpoch(),
                entry.lastSequence(),
                time.toWallMs(entry.lastTimestampMs()),
                entry.coordinatorEpoch(),
                entry.transactionFirstOffset())));
        return active;
    }

    /** Forgets producers that have not written since {@code beforeMs} and have no open transaction. */
    public void expire(long beforeMs) {
        producers.values().removeIf(entry -> entry.lastTimestampMs() < beforeMs && !entry.hasOpenTransaction());
    }

    public void clear() {
        producers.clear();
        unstable.clear();
    }

    /** The last offsets of all remembered batches: compaction must leave their headers in the log. */
    public Set<Long> lastOffsets() {
        Set<Long> offsets = new HashSet<>();
        for (ProducerEntry entry : producers.values()) {
            entry.batches().forEach(batch -> offsets.add(batch.lastOffset()));
        }
        return offsets;
    }

    /** The epochs of producers of which only a marker is remembered: compaction must leave its header in the log. */
    public Map<Long, Short> epochsWithoutBatches() {
        Map<Long, Short> epochs = new HashMap<>();
        producers.forEach((producerId, entry) -> {
            if (entry.hasNoBatches()) {
                epochs.put(producerId, entry.producerEpoch());
            }
        });
        return epochs;
    }

    public int size() {
        return producers.size();
    }

    /** The content of a snapshot file. */
    public ByteBuffer encode(ProducerTime time) {
        return ProducerSnapshotCodec.encode(producers, time);
    }

    /** Replaces everything by the content of a snapshot file; false, and empty, if the file is damaged. */
    public boolean restore(ByteBuffer snapshot, ProducerTime time) {
        clear();
        if (!ProducerSnapshotCodec.decode(snapshot, producers, time)) {
            return false;
        }
        for (ProducerEntry entry : producers.values()) {
            if (entry.hasOpenTransaction()) {
                unstable.begin(entry.transactionFirstOffset());
            }
        }
        return true;
    }

    private void forgetTheLongestIdle() {
        if (producers.size() > maxProducers) {
            Iterator<ProducerEntry> idleFirst = producers.values().iterator();
            while (idleFirst.hasNext()) {
                if (!idleFirst.next().hasOpenTransaction()) {
                    idleFirst.remove();
                    return;
                }
            }
        }
    }
}
