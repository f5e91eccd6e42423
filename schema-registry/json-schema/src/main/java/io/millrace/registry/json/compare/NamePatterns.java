package io.millrace.registry.json.compare;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Which names a pattern of {@code patternProperties} matches. In linear time, since a schema may bring any pattern; what
 * cannot be matched so (looking ahead or back, large repetitions) is not known to match, nor not to.
 */
final class NamePatterns {
    /** Whether a name matches. */
    enum Match {
        YES,
        NO,
        UNKNOWN
    }

    /** Repetitions are copied when a pattern is compiled, and those inside others are multiplied. */
    private static final long COPIES_MAX = 10_000;

    private static final int PATTERN_CHARS_MAX = 1_000;
    private static final int NAME_CHARS_MAX = 1_000;

    private static final java.util.regex.Pattern REPETITION =
            java.util.regex.Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    private final Map<String, Optional<Pattern>> compiled = new HashMap<>();

    Match match(String pattern, String name) {
        if (name.length() > NAME_CHARS_MAX) {
            return Match.UNKNOWN;
        }
        return compiled.computeIfAbsent(pattern, NamePatterns::compile)
                .map(known -> known.matcher(name).find() ? Match.YES : Match.NO)
                .orElse(Match.UNKNOWN);
    }

    private static Optional<Pattern> compile(String pattern) {
        if (pattern.length() > PATTERN_CHARS_MAX || copies(pattern) > COPIES_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            // RE2 lacks what cannot be matched in linear time.
            return Optional.empty();
        }
    }

    /** How often the pattern's parts are copied at most, as if all repetitions were inside each other. */
    private static long copies(String pattern) {
        long copies = pattern.length();
        Matcher repetitions = REPETITION.matcher(pattern);
        while (repetitions.find() && copies <= COPIES_MAX) {
            String max = repetitions.group(2);
            long times = Long.parseLong(max == null || max.isEmpty() ? repetitions.group(1) : max);
            copies *= Math.max(1, times);
        }
        return copies;
    }
}
