package io.millrace.broker.coordinator.record;

import org.apache.kafka.common.Uuid;

/**
 * Where a member stands on its way to its target.
 *
 * @param epoch the member's; {@link #STATIC_LEFT} for a static member that is away and expected back
 * @param previousEpoch accepted too, as long as the member may not have heard of the newer one
 * @param assigned what it may use
 * @param revoking what it has to give up and may still be using
 * @param epochs since when it has each of these
 */
public record PositionValue(
        int epoch,
        int previousEpoch,
        State state,
        PartitionSet assigned,
        PartitionSet revoking,
        AssignmentEpochs epochs) {
    public static final int STATIC_LEFT = -2;
    public static final PositionValue NEW =
            new PositionValue(0, -1, State.STABLE, PartitionSet.EMPTY, PartitionSet.EMPTY);

    /** As a record without epochs of partitions is to be read: everything was given to it in its epoch. */
    public PositionValue(int epoch, int previousEpoch, State state, PartitionSet assigned, PartitionSet revoking) {
        this(
                epoch,
                previousEpoch,
                state,
                assigned,
                revoking,
                AssignmentEpochs.of(assigned.plus(revoking), Math.max(0, epoch)));
    }

    /** The states of a member, with Kafka's codes. */
    public enum State {
        /** It has what it shall have in its epoch. */
        STABLE((byte) 0),
        /** It still has to give something up. */
        UNREVOKED_PARTITIONS((byte) 1),
        /** It waits for what others still have. */
        UNRELEASED_PARTITIONS((byte) 2),
        /** A newer build knows more states. */
        UNKNOWN((byte) 127);

        private final byte code;

        State(byte code) {
            this.code = code;
        }

        byte code() {
            return code;
        }

        static State of(byte code) {
            for (State state : values()) {
                if (state.code == code) {
                    return state;
                }
            }
            return UNKNOWN;
        }
    }

    public boolean isStable() {
        return state == State.STABLE;
    }

    public PositionValue withEpoch(int newEpoch) {
        return newEpoch == epoch ? this : new PositionValue(newEpoch, epoch, state, assigned, revoking, epochs);
    }

    public boolean holds(Uuid topicId, int partition) {
        return assigned.contains(topicId, partition) || revoking.contains(topicId, partition);
    }
}
