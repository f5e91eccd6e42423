/**
 * Secrets at run time: which ones this worker has resolved, so that no trace or message lets them out.
 *
 * <p>Floor: below cluster and agent. Any thread.
 */
package io.millrace.connect.worker.secrets;
