package io.millrace.registry.json.compare;

/**
 * How long a comparison may take.
 *
 * @param pairs schemas that are compared with one another
 * @param depth pairs inside pairs, which is how deep the comparison recurses
 * @param differences reasons that are given
 */
public record CompareLimits(int pairs, int depth, int differences) {
    /** The limits of the house: 200,000 pairs, 250 deep, 100 reasons. */
    public static CompareLimits standard() {
        return new CompareLimits(200_000, 250, 100);
    }
}
