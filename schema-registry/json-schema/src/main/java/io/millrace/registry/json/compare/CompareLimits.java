package io.millrace.registry.json.compare;

/**
 * How long a comparison may take, and how much memory.
 *
 * @param pairs schemas that are compared with one another
 * @param depth pairs inside pairs, which is how deep the comparison recurses
 * @param differences reasons that are given
 * @param steps all that is looked at: pairs also when they are known, members, names, values and parts of long texts
 * @param retainedChars length of all reasons that are kept on the way; beyond it a reason is its rule alone
 * @param patternCopies parts of all patterns of names that are compiled
 */
public record CompareLimits(int pairs, int depth, int differences, long steps, long retainedChars, long patternCopies) {
    /** The limits of the house: 200,000 pairs, 250 deep, 100 reasons, 10,000,000 steps. */
    public static CompareLimits standard() {
        return new CompareLimits(200_000, 250, 100, 10_000_000, 8_000_000, 200_000);
    }
}
