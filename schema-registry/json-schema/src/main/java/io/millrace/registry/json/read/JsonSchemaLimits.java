package io.millrace.registry.json.read;

/**
 * How large a schema may be, so that none of them is a bomb. They hold for a text and for all that it refers to together,
 * except for {@code textChars} and {@code jsonDepth}, which hold for each.
 *
 * @param uriChars length of a URI that names a schema: each schema inside it carries it along
 * @param patternChars length of a regular expression
 * @param patternGroups brackets and parentheses that a regular expression opens: Java's reader of them recurses
 */
public record JsonSchemaLimits(
        int textChars,
        int jsonDepth,
        int schemaCount,
        int dependencyCount,
        int uriChars,
        int patternChars,
        int patternGroups) {
    /** The limits of the house: 1 Mi characters of text, 200 deep, 20,000 schemas, 100 references. */
    public static JsonSchemaLimits standard() {
        return new JsonSchemaLimits(1 << 20, 200, 20_000, 100, 2_048, 4_096, 250);
    }
}
