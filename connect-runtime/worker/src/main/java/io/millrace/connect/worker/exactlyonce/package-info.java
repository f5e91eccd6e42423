/**
 * Exactly-once sources (KIP-618) apart from their pipeline: where transactions end, which generation of a connector's
 * tasks may write, and the fencing of those before it.
 *
 * <p>Floor: above cluster, below task. Threads: those of tasks, which may block here; never the control loop.
 */
package io.millrace.connect.worker.exactlyonce;
