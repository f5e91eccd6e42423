package io.millrace.connect.plan;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The committed tasks of a connector.
 *
 * @param configs by task index
 * @param appliedConfig the connector's configuration when they were committed; empty when compaction has eaten it
 * @param complete false when records are missing, so that the connector must be asked for its tasks again
 * @param generation the offset in the config topic of the record that committed them
 */
public record TaskSet(
        List<Map<String, String>> configs,
        Optional<Map<String, String>> appliedConfig,
        boolean complete,
        long generation) {

    static final TaskSet NONE = new TaskSet(List.of(), Optional.empty(), true, Fencing.NO_GENERATION);

    public TaskSet {
        configs = List.copyOf(configs);
    }
}
