/**
 * Sink records to changes of rows: Debezium envelopes, flattened records and tombstones in, puts, removals and
 * truncations out.
 *
 * <p>Floor: above {@code config} and {@code type}; pure. Thread: immutable values; a decoder keeps a bounded cache and
 * belongs to one task.
 */
package io.millrace.connectors.jdbc.change;
