/**
 * What the broker answers: one handler per api key, sorted by what it is about, and the table that names them all.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block; its answer may come from
 * any thread.
 */
package io.millrace.broker.server.api;
