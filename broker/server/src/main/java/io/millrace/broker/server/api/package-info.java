/**
 * What the broker answers: one handler per api key, the table of them, and the one mapping of failures to errors.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block; its answer may come from
 * any thread.
 */
package io.millrace.broker.server.api;
