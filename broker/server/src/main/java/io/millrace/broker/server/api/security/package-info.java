/**
 * Handlers for who may enter and who may do what.
 *
 * <p>Floor 4. Thread: a handler is called on the loop of the connection and must not block.
 */
package io.millrace.broker.server.api.security;
