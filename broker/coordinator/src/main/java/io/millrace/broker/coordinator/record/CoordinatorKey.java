package io.millrace.broker.coordinator.record;

/** What a record is about. */
public sealed interface CoordinatorKey {

    String groupId();

    /** The offset that a group committed for a partition. */
    record OffsetKey(String groupId, String topic, int partition) implements CoordinatorKey {}

    /** The membership of a group. */
    record GroupKey(String groupId) implements CoordinatorKey {}

    /** The epoch of a group of the consumer protocol. */
    record ConsumerGroupKey(String groupId) implements CoordinatorKey {}

    /** What brokers before 4.1 stored about the partitions of subscribed topics; the epoch's record replaces it. */
    record PartitionMetadataKey(String groupId) implements CoordinatorKey {}

    /** What a member of the consumer protocol asked for. */
    record MemberKey(String groupId, String memberId) implements CoordinatorKey {}

    /** For which epoch of the group the target assignment was made. */
    record TargetEpochKey(String groupId) implements CoordinatorKey {}

    /** What a member shall have in the end. */
    record TargetKey(String groupId, String memberId) implements CoordinatorKey {}

    /** What a member has now. */
    record PositionKey(String groupId, String memberId) implements CoordinatorKey {}

    /** The topics that a regular expression matches. */
    record RegexKey(String groupId, String regex) implements CoordinatorKey {}
}
