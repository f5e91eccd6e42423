package io.millrace.broker.coordinator.classic;

/** The states of a classic group, by the names that Kafka's tools show. */
public enum GroupState {
    /** No members; there may be committed offsets. */
    EMPTY("Empty"),
    /** Waits for members to join. */
    PREPARING_REBALANCE("PreparingRebalance"),
    /** A generation is formed; waits for the leader's assignment. */
    COMPLETING_REBALANCE("CompletingRebalance"),
    /** Every member has its assignment. */
    STABLE("Stable");

    private final String wireName;

    GroupState(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
