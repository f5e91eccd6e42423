/**
 * What happens to a record that a stage cannot handle: retried, skipped, written to the dead letter topic, or the end of
 * its task.
 *
 * <p>Floor: above config and topics. Threads: the task's own; dead letters are acknowledged on their producer's thread.
 */
package io.millrace.connect.worker.errors;
