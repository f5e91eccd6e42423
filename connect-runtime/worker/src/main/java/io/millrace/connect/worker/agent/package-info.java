/**
 * The acting part: makes what runs equal to what the config topic says, and carries out commands.
 *
 * <p>Floor: above cluster, connector and task. Thread: the control loop; no plugin code ever runs on it.
 */
package io.millrace.connect.worker.agent;
