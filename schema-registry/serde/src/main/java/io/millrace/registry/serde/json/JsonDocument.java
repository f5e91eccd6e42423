package io.millrace.registry.serde.json;

/**
 * A value with its schema, for a serializer.
 *
 * @param value a tree of Jackson's, or whatever Jackson can write
 */
public record JsonDocument(JsonSchema schema, Object value) {}
