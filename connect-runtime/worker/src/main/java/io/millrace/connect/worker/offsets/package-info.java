/**
 * Offsets. Of sources: the table of the offset topic, the view of it that a connector gets, and writing. Of sinks: their
 * consumer groups.
 *
 * <p>Floor: above log. Threads: the log's reading thread fills the table, task and connector threads read it.
 */
package io.millrace.connect.worker.offsets;
