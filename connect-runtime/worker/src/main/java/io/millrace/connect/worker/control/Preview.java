package io.millrace.connect.worker.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector would do, as far as it was let.
 *
 * @param tasks that a source wants, of which the first was run; 1 for a sink
 * @param polled records that came out of the source, or of the sink's topics
 * @param dropped records that a transformation left out
 * @param stopped false when a plugin did not return and its thread was given up
 * @param overridden settings that were replaced so that nothing stays behind
 */
public record Preview(
        String name,
        ConnectorType type,
        int tasks,
        Ending ended,
        long polled,
        long dropped,
        boolean stopped,
        Map<String, String> overridden,
        List<Shown> records,
        Optional<Failure> failure) {

    /** Why there are no more records. */
    public enum Ending {
        /** So many as were asked for. */
        RECORDS,
        /** The answer is as large as it may be. */
        BYTES,
        /** So many were polled, and most of them left out. */
        DROPPED,
        /** There is nothing more to read at present. */
        END,
        TIME,
        FAILURE
    }

    /**
     * One record after the transformations, or, when something failed on it, as it was before.
     *
     * @param partition null when the topic's partitioner decides
     * @param position for a source its source partition and offset, for a sink the offset in the topic
     * @param key {@code schema} and {@code payload} as Kafka Connect's JSON converter has them
     */
    public record Shown(
            String topic,
            Integer partition,
            Long timestamp,
            Map<String, Object> position,
            JsonNode key,
            JsonNode value,
            List<Header> headers,
            List<StageError> errors) {}

    /** A header of a record; {@code value} like a key. */
    public record Header(String name, JsonNode value) {}

    /**
     * What failed on a record.
     *
     * @param stage as in the headers of dead letters
     * @param step the alias of a transformation; empty for other stages
     */
    public record StageError(String stage, Optional<String> step, String exception, String message) {}

    /** What ended the preview; {@code call} is the plugin's method. */
    public record Failure(String call, String message, String trace) {}
}
