package io.millrace.registry.serde.protobuf.connect;

import io.millrace.registry.serde.converter.RegistryConverter;

/** Converts between Connect's values and Protobuf with schema ids. A converter serves one task, in one thread. */
public class ProtobufConverter extends RegistryConverter {
    /** For Connect, which calls {@link #configure} next. */
    public ProtobufConverter() {
        super("Protobuf", ProtobufMappingConfig::definition, ProtobufPayloads::open);
    }
}
