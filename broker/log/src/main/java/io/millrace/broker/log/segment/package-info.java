/**
 * Segment files with their offset and time indexes, in Kafka's formats, and the walk over their batches.
 *
 * <p>Floor 0. One thread at a time changes a segment (the partition's lock); any thread may read what was published by
 * the segment's size.
 */
package io.millrace.broker.log.segment;
