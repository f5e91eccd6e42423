/**
 * The clients that all requests share, and what their failures mean over HTTP.
 *
 * <p>Floor: above http. Thread: any.
 */
package io.millrace.gateway.kafka;
