/**
 * What the gateway counts, and how it tells it to Prometheus.
 *
 * <p>Floor: above {@code http}. Thread: any; nothing waits.
 */
package io.millrace.gateway.metrics;
