/**
 * The REST interface: paths, media types, status codes and bodies as clients of a Confluent registry know them.
 *
 * <p>Floor: shell. Handlers run on the blocking executor; on an event loop only those of {@code PromptAnswers}, whose
 * registry ends what would wait there.
 */
package io.millrace.registry.server.http;
