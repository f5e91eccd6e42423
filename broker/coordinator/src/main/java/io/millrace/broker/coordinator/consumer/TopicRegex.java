package io.millrace.broker.coordinator.consumer;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/**
 * Regular expressions over topic names, in RE2's syntax, whose time to match is linear. A whole name must match, and
 * internal topics never do: a consumer of all topics must not read its own commits.
 */
final class TopicRegex {
    static final int MAX_LENGTH = 1_024;

    /** Counted repetitions are written out when a pattern is compiled: length times all counts bounds its size. */
    static final int MAX_EXPANSION = 20_000;

    private TopicRegex() {}

    /** Empty when the expression may be used. */
    static Optional<Refusal> complaint(String regex) {
        if (regex.length() > MAX_LENGTH) {
            return Optional.of(refused(regex.length() + " characters are more than the " + MAX_LENGTH + " allowed"));
        }
        if (expansion(regex) > MAX_EXPANSION) {
            return Optional.of(refused("`" + regex + "` repeats too often; written out, it may have at most "
                    + MAX_EXPANSION + " characters"));
        }
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(refused("`" + regex + "`: " + e.getDescription()));
        }
    }

    static SortedSet<String> topics(String regex, Collection<String> names) {
        Pattern pattern = Pattern.compile(regex);
        return names.stream()
                .filter(name -> !Topic.isInternal(name) && pattern.matches(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Refusal refused(String why) {
        return new Refusal(
                Errors.INVALID_REGULAR_EXPRESSION,
                "SubscribedTopicRegex is not a valid regular expression: " + why + ".");
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
