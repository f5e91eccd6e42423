package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;
import java.util.ArrayDeque;
import java.util.Deque;

/** One producer in one partition: its epoch, its last five batches and its open transaction, if any. */
final class ProducerEntry {
    /** Clients have at most five batches in flight, so this many can come twice. */
    static final int REMEMBERED_BATCHES = 5;

    static final long NO_TRANSACTION = -1L;

    private final Deque<ProducedBatch> batches = new ArrayDeque<>(REMEMBERED_BATCHES);
    private short producerEpoch;
    private int coordinatorEpoch = -1;
    private long transactionFirstOffset = NO_TRANSACTION;
    /** When the broker took the last batch or marker, by its clock that never jumps. */
    private long lastTimestampMs;

    ProducerEntry(short producerEpoch) {
        this.producerEpoch = producerEpoch;
    }

    short producerEpoch() {
        return producerEpoch;
    }

    int coordinatorEpoch() {
        return coordinatorEpoch;
    }

    long transactionFirstOffset() {
        return transactionFirstOffset;
    }

    long lastTimestampMs() {
        return lastTimestampMs;
    }

    Iterable<ProducedBatch> batches() {
        return batches;
    }

    boolean hasNoBatches() {
        return batches.isEmpty();
    }

    int lastSequence() {
        return batches.isEmpty() ? Sequence.NONE : batches.peekLast().lastSequence();
    }

    /** The earlier append of the same batch, or null. */
    ProducedBatch duplicateOf(BatchView batch) {
        if (batch.producerEpoch() != producerEpoch) {
            return null;
        }
        for (ProducedBatch known : batches) {
            if (known.hasSameSequences(batch)) {
                return known;
            }
        }
        return null;
    }

    void moveTo(short newProducerEpoch) {
        if (newProducerEpoch != producerEpoch) {
            batches.clear();
            producerEpoch = newProducerEpoch;
        }
    }

    void add(ProducedBatch batch, long timestampMs) {
        if (batches.size() == REMEMBERED_BATCHES) {
            batches.removeFirst();
        }
        batches.addLast(batch);
        lastTimestampMs = timestampMs;
    }

    boolean hasOpenTransaction() {
        return transactionFirstOffset != NO_TRANSACTION;
    }

    void beginTransaction(long firstOffset) {
        transactionFirstOffset = firstOffset;
    }

    void endTransaction(int newCoordinatorEpoch, long timestampMs) {
        transactionFirstOffset = NO_TRANSACTION;
        coordinatorEpoch = newCoordinatorEpoch;
        lastTimestampMs = timestampMs;
    }

    /** From a snapshot, where each remembered batch repeats the producer's own fields. */
    void restore(int restoredCoordinatorEpoch, long restoredFirstOffset, long restoredTimestampMs) {
        coordinatorEpoch = restoredCoordinatorEpoch;
        transactionFirstOffset = restoredFirstOffset;
        lastTimestampMs = restoredTimestampMs;
    }
}
