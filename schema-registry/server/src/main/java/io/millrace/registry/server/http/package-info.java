/**
 * The REST interface: paths, media types, status codes and bodies as clients of a Confluent registry know them.
 *
 * <p>Floor: shell. Handlers run on the blocking executor, never on an event loop.
 */
package io.millrace.registry.server.http;
