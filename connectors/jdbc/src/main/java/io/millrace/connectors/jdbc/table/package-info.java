/**
 * Tables of the target: what they look like, what a batch needs of them, and the DDL between the two.
 *
 * <p>Floor: above {@code change}; {@link io.millrace.connectors.jdbc.table.SchemaPlan} is pure, the rest reads and writes
 * through a connection that it is given. Thread: the task's.
 */
package io.millrace.connectors.jdbc.table;
