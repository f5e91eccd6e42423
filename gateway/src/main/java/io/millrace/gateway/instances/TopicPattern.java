package io.millrace.gateway.instances;

import io.millrace.gateway.http.HttpProblemException;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression for names of topics. Kafka's consumer would match it without a bound, and some expressions take for
 * ever; here each name has a number of looks at its characters.
 */
final class TopicPattern {
    private static final int LENGTH_MAX = 1_000;
    private static final int LOOKS_MAX = 100_000;

    private final Pattern pattern;

    TopicPattern(String written) {
        if (written.length() > LENGTH_MAX) {
            throw wrong("it is longer than " + LENGTH_MAX + " characters");
        }
        try {
            pattern = Pattern.compile(written);
        } catch (PatternSyntaxException e) {
            throw wrong(e.getDescription());
        } catch (StackOverflowError e) {
            throw wrong("it is nested too deep");
        }
    }

    private static HttpProblemException wrong(String why) {
        return new HttpProblemException(422, 422, "topic_pattern is no regular expression of use: " + why);
    }

    /** Those that match as a whole. Internal topics do not. */
    List<String> matching(Collection<String> topics) {
        return topics.stream()
                .filter(topic -> !topic.startsWith("__"))
                .filter(topic -> pattern.matcher(new Counted(topic)).matches())
                .toList();
    }

    /** Characters that can be looked at only so often. */
    private static final class Counted implements CharSequence {
        private final String text;
        private int looks;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            looks++;
            if (looks > LOOKS_MAX) {
                throw wrong("it takes too long to match");
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
