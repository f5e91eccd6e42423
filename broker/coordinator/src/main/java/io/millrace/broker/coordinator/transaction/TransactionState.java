package io.millrace.broker.coordinator.transaction;

import io.millrace.broker.coordinator.record.RecordFormatException;
import java.util.Optional;

/**
 * Where a transactional id stands. Legal moves:
 *
 * <pre>
 *   EMPTY, COMPLETE_* -> EMPTY           a producer was initialised
 *   EMPTY, COMPLETE_* -> ONGOING         the first partition or group was added
 *   ONGOING           -> PREPARE_COMMIT  the producer commits
 *   ONGOING           -> PREPARE_ABORT   the producer aborts, is fenced, or took too long
 *   EMPTY, COMPLETE_* -> PREPARE_ABORT   an abort of nothing, for the sake of a new epoch (KIP-890)
 *   PREPARE_x         -> COMPLETE_x      every partition has its marker
 *   EMPTY, COMPLETE_* -> (tombstone)     nobody has used it for long
 * </pre>
 *
 * {@code DEAD} and {@code PREPARE_EPOCH_FENCE} have numbers and names in Kafka and are never stored.
 */
public enum TransactionState {
    EMPTY(0, "Empty"),
    ONGOING(1, "Ongoing"),
    PREPARE_COMMIT(2, "PrepareCommit"),
    PREPARE_ABORT(3, "PrepareAbort"),
    COMPLETE_COMMIT(4, "CompleteCommit"),
    COMPLETE_ABORT(5, "CompleteAbort"),
    DEAD(6, "Dead"),
    PREPARE_EPOCH_FENCE(7, "PrepareEpochFence");

    private final byte id;
    private final String wireName;

    TransactionState(int id, String wireName) {
        this.id = (byte) id;
        this.wireName = wireName;
    }

    byte id() {
        return id;
    }

    /** As clients know it. */
    public String wireName() {
        return wireName;
    }

    /** Whether markers are on their way: nobody may touch the transaction before they are written. */
    boolean isPrepared() {
        return this == PREPARE_COMMIT || this == PREPARE_ABORT;
    }

    boolean isAtRest() {
        return this == EMPTY || this == COMPLETE_COMMIT || this == COMPLETE_ABORT;
    }

    static TransactionState ofId(byte id) {
        for (TransactionState state : values()) {
            if (state.id == id) {
                return state;
            }
        }
        throw new RecordFormatException("A transaction has the state " + id + ", which nobody knows");
    }

    static Optional<TransactionState> ofName(String name) {
        for (TransactionState state : values()) {
            if (state.wireName.equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }
}
