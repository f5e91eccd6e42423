/**
 * What Kafka calls its broker configs, and what becomes of each of them here: honoured by whoever reads it, accepted
 * without effect, or refused.
 *
 * <p>Floor 4. Thread: any; everything is read once and never changes.
 */
package io.millrace.broker.server.properties;
