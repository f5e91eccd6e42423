package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.decision.ClientRegex;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.internals.Topic;
import org.apache.kafka.common.protocol.Errors;

/**
 * Regular expressions over topic names. A whole name must match, and internal topics never do: a consumer of all topics
 * must not read its own commits.
 */
final class TopicRegex {

    private TopicRegex() {}

    /** Empty when the expression may be used. */
    static Optional<Refusal> complaint(String regex) {
        return ClientRegex.complaint(regex)
                .map(why -> new Refusal(
                        Errors.INVALID_REGULAR_EXPRESSION,
                        "SubscribedTopicRegex is not a valid regular expression: " + why + "."));
    }

    static SortedSet<String> topics(String regex, Collection<String> names) {
        Predicate<String> pattern = ClientRegex.compile(regex);
        return names.stream()
                .filter(name -> !Topic.isInternal(name) && pattern.test(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
