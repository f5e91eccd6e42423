/**
 * Row changes to statements: values to text, a batch to the final state of each key, and that state into the tables by
 * COPY and merge, or by single statements when there are few.
 *
 * <p>Floor: above {@code table} and {@code store}; {@link io.millrace.connectors.jdbc.apply.Reduction} is pure. Thread:
 * the task's.
 */
package io.millrace.connectors.jdbc.apply;
