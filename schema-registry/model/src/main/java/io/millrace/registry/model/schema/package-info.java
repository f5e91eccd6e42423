/**
 * What the registry asks of a kind of schema: to be read within limits, to be written in one spelling, and to say what a
 * reader of one schema cannot read of another's data. Avro, JSON Schema and Protobuf each implement it.
 */
package io.millrace.registry.model.schema;
