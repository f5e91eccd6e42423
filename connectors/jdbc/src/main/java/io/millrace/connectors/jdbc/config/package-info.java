/**
 * The configuration of the JDBC sink: one key table with the names of two families, one record per concern, one parser
 * of connection addresses.
 *
 * <p>Floor: the lowest of this module, no I/O. Thread: immutable values.
 */
package io.millrace.connectors.jdbc.config;
