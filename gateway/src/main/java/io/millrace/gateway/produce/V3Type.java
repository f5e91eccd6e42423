package io.millrace.gateway.produce;

import io.millrace.registry.serde.any.AnySchema;

/** What REST Proxy v3 calls the type of a key or a value. */
enum V3Type {
    BINARY(null),
    JSON(null),
    STRING(null),
    AVRO(AnySchema.Type.AVRO),
    JSONSCHEMA(AnySchema.Type.JSON),
    PROTOBUF(AnySchema.Type.PROTOBUF);

    private final AnySchema.Type schemas;

    V3Type(AnySchema.Type schemas) {
        this.schemas = schemas;
    }

    /** Of which type the schemas are; null if it has none. */
    AnySchema.Type schemas() {
        return schemas;
    }

    /** That of data with a schema of the registry. */
    static V3Type of(AnySchema.Type type) {
        return switch (type) {
            case AVRO -> AVRO;
            case JSON -> JSONSCHEMA;
            case PROTOBUF -> PROTOBUF;
        };
    }
}
