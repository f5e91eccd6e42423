package io.millrace.registry.json.validate;

/**
 * How much a document and a schema may ask of the validator.
 *
 * @param documentDepth how deep a document may be nested
 * @param inPlace how many schemas may be said of one value, counted once for each way that leads to one
 * @param steps the document's depth times the schemas that lie behind each other at one value, which is what the stack holds
 * @param patternChars length of a regular expression
 * @param patternCopies parts of a regular expression when its repetitions are written out
 * @param backtrackingChars length of a text that is matched by trying: against patterns that look ahead or back
 * @param backtrackingSteps characters that are looked at in such a match
 */
public record ValidationLimits(
        int documentDepth,
        int inPlace,
        int steps,
        int patternChars,
        int patternCopies,
        int backtrackingChars,
        int backtrackingSteps) {
    /** The limits of the house. */
    public static ValidationLimits standard() {
        return new ValidationLimits(200, 10_000, 1_000, 4_096, 10_000, 2_000, 1_000_000);
    }
}
