/**
 * Records of a topic as server-sent events, for as long as the client reads.
 *
 * <p>Floor: above {@code consume} and {@code rights}. Thread: each stream is a chain of steps of which one runs at a time:
 * consumers are asked on {@link io.millrace.gateway.consume.ConsumerThreads}, documents are made on the blocking executor.
 */
package io.millrace.gateway.events;
