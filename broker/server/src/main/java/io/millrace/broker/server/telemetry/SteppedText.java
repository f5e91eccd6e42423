package io.millrace.broker.server.telemetry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client says of itself, as an expression reads it. Expressions have Java's syntax, as in Kafka, whose time to
 * match may double with each character; so one that looks at too many fits nothing. One that repeats something by
 * count may do so without looking at any, if that is empty; so each look weighs as much as all its counts together.
 */
final class SteppedText implements CharSequence {

    /** Thousands of times what an expression needs that goes through a label once. */
    static final int MAX_STEPS = 1_000_000;

    /** What an expression may repeat by count in all: what takes a second, if each look repeats everything. */
    private static final long MAX_WORK = 100_000_000;

    /** A count, which may have blanks within it where the expression says so; a name in braces has no digits only. */
    private static final Pattern COUNT = Pattern.compile("\\{([\\d\\s]+)[,}]");

    /** Of a count that Java could still read. */
    private static final int MAX_DIGITS = 10;

    private static final Logger LOGGER = LoggerFactory.getLogger(SteppedText.class);

    private final String text;
    private final long maxSteps;
    private int steps;

    private SteppedText(String text, long maxSteps) {
        this.text = text;
        this.maxSteps = maxSteps;
    }

    /** Whether the expression fits all of the text. */
    static boolean matches(Pattern expression, String text) {
        try {
            return expression
                    .matcher(new SteppedText(text, maxSteps(expression)))
                    .matches();
        } catch (TooManySteps | StackOverflowError e) {
            LOGGER.warn(
                    "A client metrics subscription does not select a client, for its expression takes too many steps. expression=\"{}\"",
                    expression);
            return false;
        }
    }

    /** At least once for each round of what is repeated: counts within counts multiply. */
    private static long maxSteps(Pattern expression) {
        long rounds = 1;
        Matcher counts = COUNT.matcher(expression.pattern());
        while (counts.find()) {
            String digits = counts.group(1).replaceAll("\\s", "");
            long count = digits.length() > MAX_DIGITS ? MAX_WORK : Long.parseLong("0" + digits);
            rounds *= Math.max(1, Math.min(count, MAX_WORK));
            if (rounds >= MAX_WORK) {
                throw new TooManySteps();
            }
        }
        return Math.min(MAX_STEPS, MAX_WORK / rounds);
    }

    @Override
    public char charAt(int index) {
        if (++steps > maxSteps) {
            throw new TooManySteps();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Leaves the matcher, which has no other way out. */
    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super(null, null, false, false);
        }
    }
}
