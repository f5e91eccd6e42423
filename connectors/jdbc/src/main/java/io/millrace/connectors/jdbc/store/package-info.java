/**
 * The session with the target and what the sink itself keeps there: offsets with their owner, and rows that wait for the
 * record of their new key.
 *
 * <p>Floor: above {@code config} and {@code change}. Thread: the task's; a session has one connection.
 */
package io.millrace.connectors.jdbc.store;
