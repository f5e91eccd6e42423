/**
 * Handlers for client quotas, and what holds clients to them.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block.
 */
package io.millrace.broker.server.api.quotas;
