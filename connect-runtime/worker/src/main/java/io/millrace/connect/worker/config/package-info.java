/**
 * The worker's properties: Kafka Connect's keys and defaults, one record per concern, and what clients get of them.
 *
 * <p>Floor: the lowest room of this module. Immutable; any thread.
 */
package io.millrace.connect.worker.config;
