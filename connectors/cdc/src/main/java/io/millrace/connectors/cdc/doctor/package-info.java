/**
 * Looks at a PostgreSQL server as a source of changes and says, per setting, what is missing and how to fix it.
 *
 * <p>Floor: connectors; knows JDBC and nothing of Debezium. Thread: the caller's; every wait is bounded.
 */
package io.millrace.connectors.cdc.doctor;
