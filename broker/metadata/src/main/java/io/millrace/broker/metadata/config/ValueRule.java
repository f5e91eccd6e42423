package io.millrace.broker.metadata.config;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Judges the text of a config value: empty when it is fine, else what is wrong, as the end of "Value x ...". */
@FunctionalInterface
public interface ValueRule {
    Optional<String> complaint(String value);

    static ValueRule any() {
        return value -> Optional.empty();
    }

    static ValueRule yesOrNo() {
        return oneOf("true", "false");
    }

    static ValueRule oneOf(String... allowed) {
        List<String> known = List.of(allowed);
        return value ->
                known.contains(value) ? Optional.empty() : Optional.of("must be one of " + String.join(", ", known));
    }

    /** Every element is one of these and none comes twice; an empty list or element is refused. */
    static ValueRule listOf(String... allowed) {
        List<String> known = List.of(allowed);
        return value -> {
            List<String> elements =
                    Arrays.stream(value.split(",", -1)).map(String::trim).toList();
            if (!known.containsAll(elements)) {
                return Optional.of("must be a list of " + String.join(", ", known));
            }
            return elements.stream().distinct().count() == elements.size()
                    ? Optional.empty()
                    : Optional.of("holds an element twice");
        };
    }

    static ValueRule ofInt(int minimum, int maximum) {
        return whole(minimum, maximum, "a whole number");
    }

    static ValueRule ofLong(long minimum) {
        return whole(minimum, Long.MAX_VALUE, "a whole number");
    }

    static ValueRule ofDouble(double minimum, double maximum) {
        return value -> {
            try {
                double number = Double.parseDouble(value);
                return number >= minimum && number <= maximum
                        ? Optional.empty()
                        : Optional.of("must be between " + minimum + " and " + maximum);
            } catch (NumberFormatException e) {
                return Optional.of("must be a number");
            }
        };
    }

    /** The elements of a list value: split at commas, trimmed, empty ones left out. */
    static List<String> elements(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .toList();
    }

    private static ValueRule whole(long minimum, long maximum, String what) {
        return value -> {
            try {
                long number = Long.parseLong(value.trim());
                return number >= minimum && number <= maximum
                        ? Optional.empty()
                        : Optional.of("must be " + what + " from " + minimum + " to " + maximum);
            } catch (NumberFormatException e) {
                return Optional.of("must be " + what);
            }
        };
    }
}
