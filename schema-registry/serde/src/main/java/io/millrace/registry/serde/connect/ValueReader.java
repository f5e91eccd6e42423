package io.millrace.registry.serde.connect;

/** Reads values of one Avro schema as Connect's. */
@FunctionalInterface
interface ValueReader {
    Object read(AvroInput in);
}
