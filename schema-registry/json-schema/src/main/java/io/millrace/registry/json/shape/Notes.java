package io.millrace.registry.json.shape;

import java.util.Optional;

/**
 * What a schema says that no validator checks, and that yet changes what a value means.
 *
 * @param hasDefault whether it names a default
 * @param connectType Kafka Connect's type of the same value
 */
public record Notes(
        boolean hasDefault,
        Optional<String> title,
        Optional<String> format,
        Optional<String> contentEncoding,
        Optional<String> connectType) {
    /** Nothing said. */
    public static final Notes NONE =
            new Notes(false, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
