/**
 * Secrets at run time: which ones this worker has resolved, so that no trace, message or line of the log lets them out.
 *
 * <p>Floor: below cluster and agent. Any thread.
 */
package io.millrace.connect.worker.secrets;
