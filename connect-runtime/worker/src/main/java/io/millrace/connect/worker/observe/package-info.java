/**
 * What can be seen of a worker: metrics of plugins and the list of threads that were given up.
 *
 * <p>Floor: above config. Any thread.
 */
package io.millrace.connect.worker.observe;
