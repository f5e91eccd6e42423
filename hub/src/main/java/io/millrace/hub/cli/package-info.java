/**
 * The command line: thin, friendly commands over the Kafka protocol and the REST interfaces. What a command prints as
 * text it prints as JSON with {@code --json}. All commands run on the main thread.
 */
package io.millrace.hub.cli;
