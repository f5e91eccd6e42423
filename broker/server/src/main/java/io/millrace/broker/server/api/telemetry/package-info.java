/**
 * Handlers for the metrics that clients push (KIP-714).
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block.
 */
package io.millrace.broker.server.api.telemetry;
