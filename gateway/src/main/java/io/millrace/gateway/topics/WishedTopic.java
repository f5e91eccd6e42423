package io.millrace.gateway.topics;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.HttpProblemException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic that somebody wants.
 *
 * @param validateOnly whether it is only tried whether there could be one
 */
record WishedTopic(NewTopic topic, boolean validateOnly) {
    private static final int BAD_REQUEST = 400;

    /**
     * Of a body such as {@code {"topic_name": "a", "partitions_count": 2}}.
     *
     * @throws HttpProblemException 400 where a field is wrong; the message says which
     */
    static WishedTopic of(JsonNode body) {
        String name = body.path("topic_name").textValue();
        if (name == null || name.isBlank()) {
            throw wrong("topic_name is missing");
        }
        Optional<Integer> partitions = number(body, "partitions_count", Integer.MAX_VALUE);
        Optional<Short> replicas =
                number(body, "replication_factor", Short.MAX_VALUE).map(Integer::shortValue);
        Map<Integer, List<Integer>> assignments = assignments(body.path("replicas_assignments"));
        if (!assignments.isEmpty() && (partitions.isPresent() || replicas.isPresent())) {
            throw wrong("replicas_assignments says what partitions_count and replication_factor would: leave them out");
        }
        NewTopic topic =
                assignments.isEmpty() ? new NewTopic(name, partitions, replicas) : new NewTopic(name, assignments);
        return new WishedTopic(topic.configs(configs(body.path("configs"))), isOnlyValidated(body));
    }

    private static Map<String, String> configs(JsonNode written) {
        Map<String, String> configs = new LinkedHashMap<>();
        for (JsonNode each : written) {
            if (!each.path("name").isTextual() || !each.hasNonNull("value")) {
                throw wrong("a config is an object with name and value");
            }
            configs.put(each.path("name").textValue(), each.path("value").asText());
        }
        return configs;
    }

    private static boolean isOnlyValidated(JsonNode body) {
        JsonNode written = body.path("validate_only");
        if (!written.isMissingNode() && !written.isNull() && !written.isBoolean()) {
            throw wrong("validate_only is true or false");
        }
        return written.asBoolean();
    }

    private static Map<Integer, List<Integer>> assignments(JsonNode written) {
        Map<Integer, List<Integer>> assignments = new LinkedHashMap<>();
        if (written.isMissingNode() || written.isNull()) {
            return assignments;
        }
        for (Map.Entry<String, JsonNode> each : written.properties()) {
            List<Integer> brokers = new ArrayList<>();
            for (JsonNode broker : each.getValue()) {
                brokers.add(broker.isInt() ? broker.intValue() : -1);
            }
            if (!each.getKey().matches("[0-9]{1,9}") || brokers.isEmpty() || brokers.contains(-1)) {
                throw wrongAssignments();
            }
            assignments.put(Integer.parseInt(each.getKey()), brokers);
        }
        if (assignments.isEmpty()) {
            throw wrongAssignments();
        }
        return assignments;
    }

    private static HttpProblemException wrongAssignments() {
        return wrong("replicas_assignments is an object of each partition's number with an array of its brokers' ids");
    }

    /** Empty leaves it to the cluster's defaults. */
    private static Optional<Integer> number(JsonNode body, String field, int max) {
        JsonNode written = body.path(field);
        if (written.isMissingNode() || written.isNull()) {
            return Optional.empty();
        }
        return Optional.of(required(body, field, max));
    }

    /** A number from 1 on. */
    static int required(JsonNode body, String field, int max) {
        JsonNode written = body.path(field);
        if (!written.isInt() || written.intValue() < 1 || written.intValue() > max) {
            throw wrong(field + " is a number from 1 to " + max);
        }
        return written.intValue();
    }

    private static HttpProblemException wrong(String message) {
        return new HttpProblemException(BAD_REQUEST, message);
    }
}
