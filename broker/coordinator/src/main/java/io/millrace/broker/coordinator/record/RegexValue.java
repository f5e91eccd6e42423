package io.millrace.broker.coordinator.record;

import java.util.Collections;
import java.util.SortedSet;

/**
 * The topics that a regular expression matched.
 *
 * @param metadataVersion of the cluster at that time
 */
public record RegexValue(SortedSet<String> topics, long metadataVersion, long timestampMs) {

    public RegexValue {
        topics = Collections.unmodifiableSortedSet(topics);
    }
}
