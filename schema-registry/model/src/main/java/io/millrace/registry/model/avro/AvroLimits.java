package io.millrace.registry.model.avro;

/**
 * How large a schema may be, so that none of them is a bomb.
 *
 * @param textBytes characters of its text
 * @param jsonDepth how deep its text is nested
 * @param schemaDepth schemas inside schemas
 * @param fieldCount fields and symbols together
 * @param dependencyCount other schemas that it uses
 * @param expandedParts schemas in it where each use of a named type is written out, as many readers do; only for new ones
 * @param expandedDepth schemas inside schemas, written out like that; only for new ones
 */
public record AvroLimits(
        int textBytes,
        int jsonDepth,
        int schemaDepth,
        int fieldCount,
        int dependencyCount,
        int expandedParts,
        int expandedDepth) {
    /**
     * The limits of the house: 1 MiB of text, 64 schemas deep, 10,000 fields and symbols, 100 references; 1,000,000
     * schemas and 250 deep when written out.
     */
    public static AvroLimits standard() {
        return new AvroLimits(1 << 20, 256, 64, 10_000, 100, 1_000_000, 250);
    }
}
