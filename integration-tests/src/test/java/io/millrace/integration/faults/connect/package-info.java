/**
 * Faults under a cluster of Connect workers: killed, paused and cut off from the broker, while an exactly-once source and
 * an exactly-once sink run on them.
 */
package io.millrace.integration.faults.connect;
