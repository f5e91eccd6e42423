/**
 * A sink that keeps PostgreSQL tables equal to topics, exactly once: connector, task, configuration, and the writer that
 * turns a batch of records into transactions.
 *
 * <p>Rooms: {@code config} (keys), {@code change} (records to row changes, pure), {@code type} (schemas to column types
 * and values to text, pure), {@code table} (names, layouts, DDL), {@code store} (session, offsets, carried rows),
 * {@code apply} (row changes to statements). Floor: above connect-api and the PostgreSQL driver, unaware of any runtime.
 * Thread: a task and all it owns belong to the one thread that the runtime runs it on.
 */
package io.millrace.connectors.jdbc;
