package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.kafka.KafkaProblems;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.RecentTopics;
import io.millrace.gateway.topics.Topics;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.ResourceType;

/** REST Proxy v3: changes configs of several topics, each by itself: what is wrong with one is told, and the others change. */
public final class ManyTopicsHandler {
    private static final int TOPICS_MAX = 1_000;

    private static final int MULTI_STATUS = 207;

    private final Clients clients;
    private final Cluster cluster;
    private final RecentTopics recent;
    private final Rights rights;

    public ManyTopicsHandler(Clients clients, Cluster cluster, RecentTopics recent, Rights rights) {
        this.clients = clients;
        this.cluster = cluster;
        this.recent = recent;
        this.rights = rights;
    }

    /**
     * {@code POST .../topics/-/configs:alter}: 204; or 207 with {@code {"failures": [{"topic_name", "error_code",
     * "message"}]}} of the topics that keep what they had.
     */
    public CompletionStage<Reply> alter(Exchange exchange) {
        JsonNode document = Json.readObject(exchange.body(), "The body");
        ConfigChanges.requireFields(document, Set.of("data", "validate_only"));
        Map<String, Collection<AlterConfigOp>> changes = changes(document.path("data"));
        AlterConfigsOptions options = new AlterConfigsOptions().validateOnly(ConfigChanges.validateOnly(document));
        return cluster.require(exchange).thenCompose(id -> {
            Map<String, HttpProblemException> failures = new TreeMap<>();
            Map<ConfigResource, Collection<AlterConfigOp>> allowed = allowed(exchange, changes, failures);
            return altered(allowed, options, failures).thenApply(done -> answer(failures));
        });
    }

    private static Map<String, Collection<AlterConfigOp>> changes(JsonNode data) {
        if (!data.isArray() || data.isEmpty() || data.size() > TOPICS_MAX) {
            throw ConfigChanges.wrong("data is an array of the changes of 1 to " + TOPICS_MAX + " topics");
        }
        Map<String, Collection<AlterConfigOp>> changes = new LinkedHashMap<>();
        for (JsonNode each : data) {
            if (!each.isObject() || !each.path("topic_name").isTextual()) {
                throw ConfigChanges.wrong("what shall change of a topic is an object with topic_name and configs");
            }
            ConfigChanges.requireFields(each, Set.of("topic_name", "configs"));
            String topic = each.path("topic_name").textValue();
            if (changes.put(topic, ConfigChanges.operations(each.path("configs"), "configs")) != null) {
                throw ConfigChanges.wrong("the topic " + topic + " is there twice");
            }
        }
        return changes;
    }

    private Map<ConfigResource, Collection<AlterConfigOp>> allowed(
            Exchange exchange,
            Map<String, Collection<AlterConfigOp>> changes,
            Map<String, HttpProblemException> failures) {
        Map<ConfigResource, Collection<AlterConfigOp>> allowed = new LinkedHashMap<>();
        changes.forEach((topic, operations) -> {
            try {
                rights.require(exchange.context(), AclOperation.ALTER_CONFIGS, ResourceType.TOPIC, topic);
                allowed.put(ConfigScope.TOPIC.resource(topic), operations);
            } catch (HttpProblemException e) {
                failures.put(topic, e);
            }
        });
        return allowed;
    }

    private CompletionStage<?> altered(
            Map<ConfigResource, Collection<AlterConfigOp>> changes,
            AlterConfigsOptions options,
            Map<String, HttpProblemException> failures) {
        CompletionStage<?> all = CompletableFuture.completedFuture(null);
        for (var each : alter(changes, options).entrySet()) {
            ConfigResource topic = each.getKey();
            CompletionStage<Void> altered =
                    recent.ask(topic.name(), each.getValue().toCompletionStage(), () -> alter(
                                    Map.of(topic, changes.get(topic)), options)
                            .get(topic)
                            .toCompletionStage());
            // One after the other, so that one thread at a time writes down what failed.
            all = all.thenCompose(before -> altered.exceptionally(failure -> {
                failures.put(topic.name(), problem(topic.name(), failure));
                return null;
            }));
        }
        return all;
    }

    private Map<ConfigResource, KafkaFuture<Void>> alter(
            Map<ConfigResource, Collection<AlterConfigOp>> changes, AlterConfigsOptions options) {
        return clients.admin().incrementalAlterConfigs(changes, options).values();
    }

    private static HttpProblemException problem(String topic, Throwable failure) {
        RuntimeException cause = Topics.missing(topic, failure);
        HttpProblemException known = cause instanceof HttpProblemException problem ? problem : KafkaProblems.of(cause);
        if (known == null) {
            throw cause;
        }
        return known;
    }

    private static Reply answer(Map<String, HttpProblemException> failures) {
        if (failures.isEmpty()) {
            return Reply.empty(204);
        }
        ObjectNode document = Json.object();
        failures.forEach((topic, problem) -> document.withArray("failures")
                .addObject()
                .put("topic_name", topic)
                .put("error_code", problem.code())
                .put("message", problem.getMessage()));
        return Reply.of(MULTI_STATUS, document);
    }
}
