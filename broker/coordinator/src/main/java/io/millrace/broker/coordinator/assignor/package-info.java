/**
 * Who shall read which partition: assignors of the consumer protocol. Values in, values out.
 *
 * <p>Floor: broker, pure. Thread: any.
 */
package io.millrace.broker.coordinator.assignor;
