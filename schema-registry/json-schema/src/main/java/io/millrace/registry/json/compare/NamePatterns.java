package io.millrace.registry.json.compare;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * Which names a pattern of {@code patternProperties} matches. In linear time, since a schema may bring any pattern; what
 * cannot be matched so (looking ahead or back, large repetitions, too many patterns) is not known to match, nor not to.
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

    /** Parts that characters are tried with about as fast as anything else is looked at. */
    private static final int PARTS_PER_STEP = 16;

    /** What a class of Unicode counts, such as {@code \pL}: it is a table of ranges. */
    private static final int PARTS_PER_TABLE = 500;

    private static final java.util.regex.Pattern TABLE = java.util.regex.Pattern.compile("\\\\[pP]");
    private static final java.util.regex.Pattern IGNORES_CASE = java.util.regex.Pattern.compile("\\(\\?[a-zA-Z]*i");

    private final Map<String, Optional<Compiled>> compiled = new HashMap<>();
    private final Budget budget;

    NamePatterns(Budget budget) {
        this.budget = budget;
    }

    Match match(String pattern, String name) {
        budget.spend(1);
        if (name.length() > NAME_CHARS_MAX) {
            return Match.UNKNOWN;
        }
        Optional<Compiled> known = compiled.computeIfAbsent(pattern, this::compile);
        if (known.isEmpty()) {
            return Match.UNKNOWN;
        }
        budget.spend(known.get().parts() * name.length() / PARTS_PER_STEP);
        return known.get().pattern().matcher(name).find() ? Match.YES : Match.NO;
    }

    private Optional<Compiled> compile(String pattern) {
        if (pattern.length() > PATTERN_CHARS_MAX) {
            return Optional.empty();
        }
        long copies = copies(pattern);
        long memory = copies + tables(pattern);
        if (memory > COPIES_MAX || !budget.compiles(memory)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Compiled(Pattern.compile(pattern), copies));
        } catch (PatternSyntaxException e) {
            // RE2 lacks what cannot be matched in linear time.
            return Optional.empty();
        }
    }

    /** What classes of Unicode add, and ranges of characters that are taken in either case. */
    private static long tables(String pattern) {
        long tables = TABLE.matcher(pattern).results().count();
        if (IGNORES_CASE.matcher(pattern).find()) {
            tables += pattern.chars().filter(each -> each == '-').count();
        }
        return tables * PARTS_PER_TABLE;
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

    /** @param parts how many its program has at most, each of which is tried with each character */
    private record Compiled(Pattern pattern, long parts) {}
}
