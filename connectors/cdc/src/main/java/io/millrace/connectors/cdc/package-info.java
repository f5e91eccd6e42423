/**
 * Change capture from PostgreSQL: Debezium's connector with the settings that make a warehouse exact, and a
 * validation that logs in and says what the source database lacks.
 *
 * <p>Floor: connectors; sees connect-api and Debezium, never the runtime or the broker. Thread: validation runs on
 * the thread of the caller, capture on Debezium's own.
 */
package io.millrace.connectors.cdc;
