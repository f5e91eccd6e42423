/**
 * Connector instances: each on a lane of its own, with a deadline for every call into it.
 *
 * <p>Floor: above config, offsets and observe, beside task. Threads: one for each connector, and a shared timer.
 */
package io.millrace.connect.worker.connector;
