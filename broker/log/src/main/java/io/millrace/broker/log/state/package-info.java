/**
 * What is derived from a partition's batches and must be cut together with them: producer sequences and leader epochs,
 * with their files. Floor 0; the owner guards {@code ProducerStates} with the partition's lock, {@code
 * LeaderEpochHistory} may be read by any thread.
 */
package io.millrace.broker.log.state;
