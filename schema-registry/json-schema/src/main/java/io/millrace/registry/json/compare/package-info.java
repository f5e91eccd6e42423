/**
 * Compares two JSON Schemas as reader and writer: what may be written that the reader refuses. The rules and their names
 * are those of Confluent's registry.
 *
 * <p>Floor: pure. Any thread; a comparison's state belongs to its call.
 */
package io.millrace.registry.json.compare;
