/**
 * The records of {@code __consumer_offsets} as values and as bytes, in Kafka's formats, so that Kafka's tools read our
 * log and we read Kafka's.
 *
 * <p>Floor: broker, pure. Thread: values, plus codecs without state.
 */
package io.millrace.broker.coordinator.record;
