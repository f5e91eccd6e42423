package io.millrace.broker.coordinator.consumer;

/** The states of a consumer group, by the names that Kafka's tools show. */
public enum ConsumerGroupState {
    /** No members; there may be committed offsets. */
    EMPTY("Empty"),
    /** Something has changed since the target assignment was made. */
    ASSIGNING("Assigning"),
    /** Some member is not where it shall be. */
    RECONCILING("Reconciling"),
    /** Every member has what it shall have. */
    STABLE("Stable");

    private final String wireName;

    ConsumerGroupState(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
