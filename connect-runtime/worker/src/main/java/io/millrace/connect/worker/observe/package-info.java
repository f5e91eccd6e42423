/**
 * What can be seen of a worker: what tasks, connectors and plugins do, as metrics, and the threads that were given up.
 *
 * <p>Floor: above config and the values of control. Any thread.
 */
package io.millrace.connect.worker.observe;
