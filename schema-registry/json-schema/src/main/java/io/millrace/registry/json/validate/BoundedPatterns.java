package io.millrace.registry.json.validate;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressionFactory;
import java.util.regex.Matcher;

/**
 * Regular expressions that no text makes slow: matched in linear time, or, where a pattern looks ahead or back, with so many
 * steps and no more.
 */
final class BoundedPatterns implements RegularExpressionFactory {
    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private final ValidationLimits limits;

    BoundedPatterns(ValidationLimits limits) {
        this.limits = limits;
    }

    @Override
    public RegularExpression getRegularExpression(String regex) {
        if (regex.length() > limits.patternChars()) {
            throw new TooHardException("a pattern has more than " + limits.patternChars() + " characters");
        }
        if (copies(regex) <= limits.patternCopies()) {
            try {
                Pattern linear = Pattern.compile(regex);
                return text -> linear.matcher(text).find();
            } catch (PatternSyntaxException e) {
                // RE2 lacks what cannot be matched in linear time.
                return trying(regex);
            }
        }
        return trying(regex);
    }

    private RegularExpression trying(String regex) {
        java.util.regex.Pattern pattern = java.util.regex.Pattern.compile(regex);
        return text -> {
            if (text.length() > limits.backtrackingChars()) {
                throw new TooHardException(
                        "the pattern " + regex + " looks ahead or back or repeats too much, and is not"
                                + " tried with more than " + limits.backtrackingChars() + " characters");
            }
            return pattern.matcher(new Counted(text, regex, limits.backtrackingSteps()))
                    .find();
        };
    }

    /** How often the pattern's parts are copied at most, as if all repetitions were inside each other. */
    private long copies(String pattern) {
        long copies = pattern.length();
        Matcher repetitions = REPETITION.matcher(pattern);
        while (repetitions.find() && copies <= limits.patternCopies()) {
            String max = repetitions.group(2);
            copies *= Math.max(1, Long.parseLong(max == null || max.isEmpty() ? repetitions.group(1) : max));
        }
        return copies;
    }

    /** A text that lets itself be looked at so often. */
    private static final class Counted implements CharSequence {
        private final String text;
        private final String regex;
        private final int steps;
        private int looks;

        Counted(String text, String regex, int steps) {
            this.text = text;
            this.regex = regex;
            this.steps = steps;
        }

        @Override
        public char charAt(int index) {
            if (++looks > steps) {
                throw new TooHardException("the pattern " + regex + " takes more than " + steps + " steps with a text");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
