package io.millrace.registry.json.compare;

/** What is left of a comparison's limits, apart from those on pairs. */
final class Budget {
    /** Characters that are compared or copied about as fast as anything else is looked at. */
    private static final int CHARS_PER_STEP = 64;

    private final CompareLimits limits;
    private long steps;
    private long retainedChars;
    private long patternCopies;

    Budget(CompareLimits limits) {
        this.limits = limits;
    }

    /** Says that so much is about to be looked at; ends the comparison if that is too much. */
    void spend(long count) {
        if (count > limits.steps() - steps) {
            throw new TooComplexException("more than " + limits.steps() + " steps");
        }
        steps += count;
    }

    /** Says that a text is about to be looked at. */
    void spendOn(String text) {
        spend(1 + text.length() / CHARS_PER_STEP);
    }

    /** Whether a reason of that length may be kept; it counts if so. */
    boolean retains(long chars) {
        if (chars > limits.retainedChars() - retainedChars) {
            return false;
        }
        retainedChars += chars;
        return true;
    }

    /** Whether a pattern of so many parts may be compiled; they count if so. */
    boolean compiles(long copies) {
        if (copies > limits.patternCopies() - patternCopies) {
            return false;
        }
        patternCopies += copies;
        return true;
    }
}
