/**
 * How records look in JSON: the formats of keys and values, and the documents made of them.
 *
 * <p>Floor: above {@code http}. Thread: any; a schema that is not known yet is waited for.
 */
package io.millrace.gateway.records;
