package io.millrace.broker.metadata.decision;

import io.millrace.broker.metadata.image.TopicsImage;
import java.util.Optional;

/** What a topic may be called. */
final class TopicNames {
    private TopicNames() {}

    /** Empty when the name is fine; else why not. */
    static Optional<String> complaint(String name, int maxLength) {
        if (name.isEmpty()) {
            return Optional.of("The topic name is empty.");
        }
        if (name.equals(".") || name.equals("..")) {
            return Optional.of("A topic can not be called '" + name + "'.");
        }
        if (name.length() > maxLength) {
            return Optional.of(
                    "The topic name has " + name.length() + " characters, at most " + maxLength + " are allowed.");
        }
        boolean legal = name.chars().allMatch(TopicNames::isLegal);
        return legal
                ? Optional.empty()
                : Optional.of("The topic name '" + name + "' may hold only ASCII letters, digits, '.', '_' and '-'.");
    }

    /** Metrics write '.' as '_', so two names that differ only there could not be told apart. */
    static Optional<String> collision(String name, TopicsImage topics) {
        if (name.indexOf('.') < 0 && name.indexOf('_') < 0) {
            return Optional.empty();
        }
        String unified = unify(name);
        return topics.byName().keySet().stream()
                .filter(other -> !other.equals(name) && unify(other).equals(unified))
                .findFirst();
    }

    static String unify(String name) {
        return name.replace('.', '_');
    }

    private static boolean isLegal(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '.'
                || character == '_'
                || character == '-';
    }
}
