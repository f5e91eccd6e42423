/**
 * Topic settings that the log honours, under Kafka's names and with Kafka's defaults. Immutable values.
 * Floor 0, no thread of its own.
 */
package io.millrace.broker.log.config;
