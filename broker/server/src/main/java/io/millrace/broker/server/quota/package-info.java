/**
 * Quotas of clients: which limit holds for whom, how much each has used, and for how long it has to wait.
 *
 * <p>Floor 4. Thread: any; what a meter has counted is guarded by its own lock.
 */
package io.millrace.broker.server.quota;
