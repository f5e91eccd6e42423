package io.millrace.gateway.instances;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Partitions and offsets as bodies of REST Proxy v2 name them. */
final class Places {
    private static final int UNPROCESSABLE = 422;
    /** There is one behind it. */
    private static final long OFFSET_MAX = Long.MAX_VALUE - 1;

    private Places() {}

    /** {@code {"partitions": [{"topic", "partition"}]}}. */
    static List<TopicPartition> partitions(byte[] body) {
        List<TopicPartition> found = new ArrayList<>();
        for (JsonNode each : list(body, "partitions")) {
            found.add(partition(each));
        }
        return found;
    }

    /** {@code {"offsets": [{"topic", "partition", "offset", "metadata"}]}}, in their order. */
    static Map<TopicPartition, OffsetAndMetadata> offsets(byte[] body) {
        Map<TopicPartition, OffsetAndMetadata> found = new LinkedHashMap<>();
        for (JsonNode each : list(body, "offsets")) {
            JsonNode offset = each.path("offset");
            boolean fits = offset.isIntegralNumber() && offset.canConvertToLong();
            if (!fits || offset.longValue() < 0 || offset.longValue() > OFFSET_MAX) {
                throw new HttpProblemException(UNPROCESSABLE, "offset is a number from 0 to " + OFFSET_MAX);
            }
            found.put(
                    partition(each),
                    new OffsetAndMetadata(
                            offset.longValue(), each.path("metadata").asText("")));
        }
        return found;
    }

    private static JsonNode list(byte[] body, String name) {
        JsonNode list = Json.readObject(body, "The body").path(name);
        if (!list.isArray()) {
            throw new HttpProblemException(UNPROCESSABLE, name + " is an array");
        }
        return list;
    }

    private static TopicPartition partition(JsonNode each) {
        JsonNode topic = each.path("topic");
        JsonNode partition = each.path("partition");
        if (!topic.isTextual() || topic.textValue().isBlank()) {
            throw new HttpProblemException(UNPROCESSABLE, "topic is a name");
        }
        if (!partition.isInt() || partition.intValue() < 0) {
            throw new HttpProblemException(UNPROCESSABLE, "partition is a number from 0");
        }
        return new TopicPartition(topic.textValue(), partition.intValue());
    }

    /** The same form for answers, sorted. */
    static ObjectNode document(Collection<TopicPartition> partitions) {
        ObjectNode document = Json.object();
        ArrayNode list = document.putArray("partitions");
        partitions.stream()
                .sorted(Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
                .forEach(each -> list.addObject().put("topic", each.topic()).put("partition", each.partition()));
        return document;
    }
}
