/**
 * Exporters at work: the instance that leads runs each of them in a thread of its own, which reads the schemas' topic and
 * brings another registry up to date over its REST interface.
 *
 * <p>Floor: shell around the pure model. {@code ExporterHost} says which threads there are. None of them holds a lock of
 * the store while it waits for a destination.
 */
package io.millrace.registry.server.exporter;
