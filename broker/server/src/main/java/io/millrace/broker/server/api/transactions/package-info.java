/**
 * Handlers for transactions: who produces under a transactional id, what belongs to its transaction, how it ends.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block; its answer may come from
 * any thread.
 */
package io.millrace.broker.server.api.transactions;
