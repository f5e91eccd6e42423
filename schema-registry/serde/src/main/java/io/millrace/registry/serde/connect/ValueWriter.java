package io.millrace.registry.serde.connect;

/** Writes values of one Connect schema as Avro. */
@FunctionalInterface
interface ValueWriter {
    void write(Object value, AvroOutput out);
}
