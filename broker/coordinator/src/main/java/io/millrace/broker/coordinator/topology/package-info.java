/**
 * What groups have to know of the cluster: topics, their partitions, and settings of groups.
 *
 * <p>Floor: broker, pure. Thread: values.
 */
package io.millrace.broker.coordinator.topology;
