package io.millrace.connect.worker.observe;

import io.millrace.connect.worker.control.ConnectorType;
import java.util.List;
import java.util.Optional;

/** The plugins that a task is made of. */
public record TaskPlugins(
        ConnectorType type,
        Plugin connector,
        Plugin task,
        Plugin keyConverter,
        Plugin valueConverter,
        Plugin headerConverter,
        List<Step> transformations) {

    /** A class and the version that it says it has. */
    public record Plugin(String className, Optional<String> version) {}

    /** A transformation by its alias, with the predicate that decides which records it sees. */
    public record Step(String alias, Plugin transformation, Optional<Predicate> predicate) {}

    /** A predicate by its alias. */
    public record Predicate(String alias, Plugin plugin) {}
}
