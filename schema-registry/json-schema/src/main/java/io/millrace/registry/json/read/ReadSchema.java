package io.millrace.registry.json.read;

import io.millrace.registry.json.shape.SchemaNode;

/**
 * What came of a text.
 *
 * @param compactText the text without the white space between its tokens
 * @param sortedText the text with all keys in order
 */
public record ReadSchema(SchemaNode root, String compactText, String sortedText) {}
