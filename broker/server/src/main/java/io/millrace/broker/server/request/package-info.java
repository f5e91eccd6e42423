/**
 * What every handler needs: the request's context, the services of the broker, the table, the one mapping of failures
 * to errors.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block; its answer may come from
 * any thread.
 */
package io.millrace.broker.server.request;
