/**
 * Avro texts: read within limits, written one way, and compared as reader and writer.
 *
 * <p>Floor: pure. Any thread. No class is ever loaded because a schema names it.
 */
package io.millrace.registry.model.avro;
