package io.millrace.broker.coordinator.decision;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Regular expressions that clients send, in RE2's syntax, whose time to match is linear. Compiling one is not: a counted
 * repetition is written out, and repetitions in repetitions multiply. So every expression has to pass {@link #complaint}
 * before it is compiled for use.
 */
public final class ClientRegex {
    static final int MAX_LENGTH = 1_024;

    /** Counted repetitions are written out when a pattern is compiled: length times all counts bounds its size. */
    static final int MAX_EXPANSION = 20_000;

    private ClientRegex() {}

    /** Why the expression may not be used; empty when it may. */
    public static Optional<String> complaint(String regex) {
        if (regex.length() > MAX_LENGTH) {
            return Optional.of(regex.length() + " characters are more than the " + MAX_LENGTH + " allowed");
        }
        if (expansion(regex) > MAX_EXPANSION) {
            return Optional.of("`" + regex + "` repeats too often; written out, it may have at most " + MAX_EXPANSION
                    + " characters");
        }
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("`" + regex + "`: " + e.getDescription());
        }
    }

    /** Which texts the expression matches as a whole. It had no complaint. */
    public static Predicate<String> compile(String regex) {
        return Pattern.compile(regex)::matches;
    }

    /** The product of all numbers that stand behind a brace, times the length; an estimate from above. */
    private static long expansion(String regex) {
        long expansion = Math.max(1, regex.length());
        for (int brace = regex.indexOf('{'); brace >= 0; brace = regex.indexOf('{', brace + 1)) {
            int end = regex.indexOf('}', brace);
            expansion *= end < 0 ? 1 : largestNumber(regex.substring(brace + 1, end));
            if (expansion > MAX_EXPANSION) {
                return expansion;
            }
        }
        return expansion;
    }

    private static long largestNumber(String braces) {
        long largest = 1;
        long number = 0;
        for (int index = 0; index < braces.length(); index++) {
            char digit = braces.charAt(index);
            number = digit >= '0' && digit <= '9' ? Math.min(MAX_EXPANSION, number * 10 + digit - '0') : 0;
            largest = Math.max(largest, number);
        }
        return largest;
    }
}
