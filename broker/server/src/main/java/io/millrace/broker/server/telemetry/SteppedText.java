package io.millrace.broker.server.telemetry;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client says of itself, as an expression reads it. Expressions have Java's syntax, as in Kafka, whose time to
 * match may double with each character; so one that looks at too many fits nothing.
 */
final class SteppedText implements CharSequence {

    /** Thousands of times what an expression needs that goes through a label once. */
    static final int MAX_STEPS = 1_000_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(SteppedText.class);

    private final String text;
    private int steps;

    private SteppedText(String text) {
        this.text = text;
    }

    /** Whether the expression fits all of the text. */
    static boolean matches(Pattern expression, String text) {
        try {
            return expression.matcher(new SteppedText(text)).matches();
        } catch (TooManySteps | StackOverflowError e) {
            LOGGER.warn(
                    "A client metrics subscription does not select a client, for its expression takes too many steps. expression=\"{}\"",
                    expression);
            return false;
        }
    }

    @Override
    public char charAt(int index) {
        if (++steps > MAX_STEPS) {
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
