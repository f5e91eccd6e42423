package io.millrace.registry.model.avro;

/** How large a schema may be, so that none of them is a bomb. */
public record AvroLimits(int textBytes, int jsonDepth, int schemaDepth, int fieldCount, int dependencyCount) {
    /** The limits of the house: 1 MiB of text, 64 schemas deep, 10,000 fields and symbols, 100 references. */
    public static AvroLimits standard() {
        return new AvroLimits(1 << 20, 256, 64, 10_000, 100);
    }
}
