/**
 * What may be asked of a worker: the control interface, its values and its failures.
 *
 * <p>Floor: above log, cluster and task; the REST module knows nothing else of the worker. Calls return at once;
 * their futures complete on the control thread, which never runs plugin code.
 */
package io.millrace.connect.worker.control;
