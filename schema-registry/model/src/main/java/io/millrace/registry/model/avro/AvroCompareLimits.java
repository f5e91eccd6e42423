package io.millrace.registry.model.avro;

/**
 * How much a comparison of two schemas may take: what was stored before there were limits, or by another registry, is
 * compared too.
 *
 * @param pairs schemas that are compared with one another
 * @param depth pairs inside pairs, which is how deep the comparison recurses
 * @param findings incompatibilities, each counted wherever its type is used
 */
record AvroCompareLimits(int pairs, int depth, int findings) {
    /** The limits of the house: 500,000 pairs, 500 deep, 100,000 findings. */
    static final AvroCompareLimits STANDARD = new AvroCompareLimits(500_000, 500, 100_000);
}
