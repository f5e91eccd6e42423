/**
 * What the stock runtime tells plugins about the record being processed.
 *
 * <p>Floor: connect-api. Thread: the task thread that owns the record.
 */
package org.apache.kafka.connect.runtime.errors;
