package io.millrace.broker.log.state;

import io.millrace.broker.log.batch.BatchView;
import io.millrace.broker.log.fault.LogException;
import io.millrace.broker.log.transaction.TransactionMarker;
import org.apache.kafka.common.protocol.Errors;

/**
 * Decides whether a leader appends what a producer or a transaction coordinator sends (KIP-98, KIP-360, KIP-890): whether
 * a batch is next, was there already, or does not belong.
 */
public final class ProducerRules {
    private final ProducerStates producers;

    public ProducerRules(ProducerStates producers) {
        this.producers = producers;
    }

    /** The earlier append if this batch of a client is a duplicate, null if it may be appended; else it is refused. */
    public ProducedBatch check(BatchView batch) {
        ProducerEntry entry = producers.find(batch.producerId());
        if (entry == null) {
            return null;
        }
        requireEpoch(batch.producerId(), batch.producerEpoch(), entry);
        ProducedBatch duplicate = entry.duplicateOf(batch);
        if (duplicate == null) {
            requireSameTransaction(batch, entry);
            requireNextSequence(batch, entry);
        }
        return duplicate;
    }

    /** Refuses a batch that a coordinator writes for a producer that has moved on; it has no sequences. */
    public void checkOfCoordinator(BatchView batch) {
        ProducerEntry entry = producers.find(batch.producerId());
        if (entry != null && !batch.isControl()) {
            requireEpoch(batch.producerId(), batch.producerEpoch(), entry);
            requireSameTransaction(batch, entry);
        }
    }

    /** False if this marker need not be appended because the log has it; refuses one of the past. */
    public boolean check(TransactionMarker marker) {
        ProducerEntry entry = producers.find(marker.producerId());
        if (entry == null) {
            return true;
        }
        requireEpoch(marker.producerId(), marker.producerEpoch(), entry);
        if (marker.coordinatorEpoch() < entry.coordinatorEpoch()) {
            throw new LogException(
                    Errors.TRANSACTION_COORDINATOR_FENCED,
                    "a coordinator of epoch " + entry.coordinatorEpoch() + " has ended a transaction of producer "
                            + marker.producerId() + " here, the marker has " + marker.coordinatorEpoch());
        }
        boolean sameEpoch = marker.producerEpoch() == entry.producerEpoch();
        if (entry.hasOpenTransaction()) {
            if (sameEpoch && marker.bumpsEpoch()) {
                throw new LogException(
                        Errors.INVALID_PRODUCER_EPOCH,
                        "the marker with epoch " + marker.producerEpoch()
                                + " belongs to an earlier transaction of producer " + marker.producerId());
            }
            return true;
        }
        return !sameEpoch || marker.coordinatorEpoch() != entry.coordinatorEpoch();
    }

    private static void requireEpoch(long producerId, short producerEpoch, ProducerEntry entry) {
        if (producerEpoch < entry.producerEpoch()) {
            throw new LogException(
                    Errors.INVALID_PRODUCER_EPOCH,
                    "producer " + producerId + " has epoch " + entry.producerEpoch() + " here, this one is of epoch "
                            + producerEpoch);
        }
    }

    /** What comes while a transaction is open must belong to it. */
    private static void requireSameTransaction(BatchView batch, ProducerEntry entry) {
        if (!entry.hasOpenTransaction()) {
            return;
        }
        if (!batch.isTransactional()) {
            throw new LogException(
                    Errors.INVALID_TXN_STATE,
                    "producer " + batch.producerId() + " has an open transaction, the batch belongs to none");
        }
        if (batch.producerEpoch() != entry.producerEpoch()) {
            throw new LogException(
                    Errors.CONCURRENT_TRANSACTIONS,
                    "the transaction of producer " + batch.producerId() + " with epoch " + entry.producerEpoch()
                            + " has no marker yet, the batch is of epoch " + batch.producerEpoch());
        }
    }

    private static void requireNextSequence(BatchView batch, ProducerEntry entry) {
        boolean newEpoch = batch.producerEpoch() != entry.producerEpoch();
        boolean first = newEpoch || entry.hasNoBatches();
        boolean inOrder =
                first ? batch.baseSequence() == 0 : Sequence.follows(entry.lastSequence(), batch.baseSequence());
        if (!inOrder) {
            throw new LogException(
                    Errors.OUT_OF_ORDER_SEQUENCE_NUMBER,
                    "producer " + batch.producerId() + " epoch " + batch.producerEpoch() + " sent sequence "
                            + batch.baseSequence()
                            + (newEpoch ? " in a new epoch" : " after " + entry.lastSequence()));
        }
    }
}
