package io.millrace.registry.serde.json.connect;

import io.millrace.registry.serde.converter.RegistryConverter;

/** Converts between Connect's values and JSON with schema ids. A converter serves one task, in one thread. */
public class JsonSchemaConverter extends RegistryConverter {
    /** For Connect, which calls {@link #configure} next. */
    public JsonSchemaConverter() {
        super("JSON", JsonMappingConfig::definition, JsonPayloads::open);
    }
}
