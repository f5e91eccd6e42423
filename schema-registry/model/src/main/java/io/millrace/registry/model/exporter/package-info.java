/**
 * Exporters, which copy schemas to another registry (schema linking): what they are, which subjects they take and under
 * which names, and what a part of the log asks of a destination.
 *
 * <p>Floor: pure. One thread at a time; the host guards it. What an exporter shows a destination as credentials is in no
 * text that these classes make for people.
 */
package io.millrace.registry.model.exporter;
