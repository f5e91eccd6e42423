/**
 * Replicates metadata commands: the only home of Apache Ratis. {@link io.millrace.broker.consensus.MetadataQuorum} is
 * the facade and shows nothing of Ratis.
 *
 * <p>Floor: broker, above {@code metadata}. Thread: commands are applied one after the other on the thread of the Ratis
 * state machine; listeners are called on one thread of their own.
 */
package io.millrace.broker.consensus;
