/**
 * Kafka Connect's REST surface: one class of handlers per resource, and the JSON documents they answer with.
 *
 * <p>Floor: above {@code http}; knows the worker only by its control interface. Thread: the server's blocking executor;
 * plugin code runs elsewhere and is only awaited.
 */
package io.millrace.connect.rest.api;
