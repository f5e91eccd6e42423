package io.millrace.broker.coordinator.record;

/** What a record is about. */
public sealed interface CoordinatorKey {

    String groupId();

    /** The offset that a group committed for a partition. */
    record OffsetKey(String groupId, String topic, int partition) implements CoordinatorKey {}

    /** The membership of a group. */
    record GroupKey(String groupId) implements CoordinatorKey {}
}
