package io.millrace.registry.serde.connect;

import io.millrace.registry.serde.converter.RegistryConverter;

/** Converts between Connect's values and Avro with schema ids. A converter serves one task, in one thread. */
public class AvroConverter extends RegistryConverter {
    /** For Connect, which calls {@link #configure} next. */
    public AvroConverter() {
        super("Avro", MappingConfig::definition, AvroPayloads::open);
    }
}
