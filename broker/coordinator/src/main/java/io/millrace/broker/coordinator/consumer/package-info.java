/**
 * Groups of the consumer protocol (KIP-848): the coordinator assigns, members report what they have, one class per
 * operation. An operation stores records and works on a copy of the group to which they are applied at once; the same
 * records make the group again when the log is read.
 *
 * <pre>
 *   member:  STABLE ---must give up---> UNREVOKED_PARTITIONS ---has given up---> STABLE or UNRELEASED_PARTITIONS
 *            STABLE ---others have what it shall get---> UNRELEASED_PARTITIONS ---they let go---> STABLE
 *   group:   Empty, Assigning (the target is of an older epoch), Reconciling (a member is not there yet), Stable
 * </pre>
 *
 * <p>Floor: broker, pure. Thread: that of the shard.
 */
package io.millrace.broker.coordinator.consumer;
