package io.millrace.registry.json;

import io.millrace.registry.json.shape.SchemaNode;
import io.millrace.registry.model.schema.ParsedSchema;

/** A JSON schema that parsed. Its text is kept as it was written, without white space between tokens: key order counts. */
public record ParsedJsonSchema(SchemaNode root, String canonicalText, String normalText) implements ParsedSchema {}
