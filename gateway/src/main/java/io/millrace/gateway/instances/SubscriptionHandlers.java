package io.millrace.gateway.instances;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.TopicPartition;

/** REST Proxy v2: what an instance reads, by topics, by a pattern of their names, or by partitions. */
public final class SubscriptionHandlers {
    private static final String EXCLUSIVE = "Subscription to topics, partitions and pattern are mutually exclusive.";

    private final Instances instances;
    private final Topics topics;
    private final InstanceRights rights;

    public SubscriptionHandlers(Instances instances, Topics topics, Rights rights) {
        this.rights = new InstanceRights(rights);
        this.instances = instances;
        this.topics = topics;
    }

    /** {@code POST .../subscription}. */
    public CompletionStage<Reply> subscribe(Exchange exchange) {
        Instance instance = instances.require(exchange);
        JsonNode body = Json.readObject(exchange.body(), "The body");
        JsonNode pattern = body.path("topic_pattern");
        boolean byPattern = !pattern.isMissingNode() && !pattern.isNull();
        if (byPattern == body.hasNonNull("topics")) {
            throw byPattern
                    ? InstanceProblems.illegalState(EXCLUSIVE)
                    : new HttpProblemException(422, "topics is an array of names, or topic_pattern an expression");
        }
        return byPattern
                ? follow(instance, new TopicPattern(pattern.asText()))
                : subscribe(instance, names(body.path("topics")));
    }

    private static List<String> names(JsonNode written) {
        List<String> names = new ArrayList<>();
        for (JsonNode each : written) {
            if (!each.isTextual() || each.textValue().isBlank()) {
                throw new HttpProblemException(422, "topics is an array of names");
            }
            names.add(each.textValue());
        }
        if (names.isEmpty()) {
            throw new HttpProblemException(422, "topics is an array of one name at least");
        }
        return names;
    }

    private CompletionStage<Reply> subscribe(Instance instance, List<String> names) {
        rights.requireRead(instance, names);
        return instance.run(consumer -> {
            if (instance.pattern() != null) {
                throw InstanceProblems.illegalState(EXCLUSIVE);
            }
            consumer.subscribe(names, instance.reading());
            return Reply.empty(204);
        });
    }

    private CompletionStage<Reply> follow(Instance instance, TopicPattern pattern) {
        return topics.names()
                .thenCompose(names -> instance.run(consumer -> {
                    boolean other = instance.pattern() == null
                            && !(consumer.subscription().isEmpty()
                                    && consumer.assignment().isEmpty());
                    if (other) {
                        throw InstanceProblems.illegalState(EXCLUSIVE);
                    }
                    List<String> matching = rights.readable(instance, pattern.matching(names));
                    instance.follow(pattern);
                    consumer.subscribe(matching, instance.reading());
                    return Reply.empty(204);
                }));
    }

    /** {@code GET .../subscription}. */
    public CompletionStage<Reply> subscription(Exchange exchange) {
        return instances.require(exchange).run(consumer -> {
            ObjectNode document = Json.object();
            ArrayNode names = document.putArray("topics");
            new TreeSet<>(consumer.subscription()).forEach(names::add);
            return Reply.ok(document);
        });
    }

    /** {@code DELETE .../subscription}. */
    public CompletionStage<Reply> unsubscribe(Exchange exchange) {
        Instance instance = instances.require(exchange);
        return instance.run(consumer -> {
            instance.follow(null);
            instance.reading().unsubscribe();
            return Reply.empty(204);
        });
    }

    /** {@code POST .../assignments}. */
    public CompletionStage<Reply> assign(Exchange exchange) {
        Instance instance = instances.require(exchange);
        List<TopicPartition> partitions = Places.partitions(exchange.body());
        rights.requireRead(instance, InstanceRights.topics(partitions));
        return instance.run(consumer -> {
            if (instance.pattern() != null) {
                throw InstanceProblems.illegalState(EXCLUSIVE);
            }
            instance.reading().assign(partitions);
            return Reply.empty(204);
        });
    }

    /** {@code GET .../assignments}. */
    public CompletionStage<Reply> assignments(Exchange exchange) {
        return instances.require(exchange).run(consumer -> Reply.ok(Places.document(consumer.assignment())));
    }
}
