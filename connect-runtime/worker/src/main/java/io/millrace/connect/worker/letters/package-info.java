/**
 * What lies in dead letter topics: reading it, and sending it back to where it came from.
 *
 * <p>Floor: above errors and config. Thread: one of its own for each worker, since every call waits for brokers.
 */
package io.millrace.connect.worker.letters;
