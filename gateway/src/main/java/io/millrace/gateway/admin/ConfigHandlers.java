package io.millrace.gateway.admin;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.RecentTopics;
import io.millrace.gateway.topics.Topics;
import io.millrace.gateway.topics.V3Documents;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;

/** REST Proxy v3: the configs of a topic, of a broker or of all brokers. */
public final class ConfigHandlers {
    private static final int NOT_FOUND = 404;

    private final ConfigScope scope;
    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;
    private final RecentTopics recent;

    public ConfigHandlers(ConfigScope scope, Clients clients, Cluster cluster, Topics topics, RecentTopics recent) {
        this.scope = scope;
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.recent = recent;
    }

    /** {@code GET .../configs}. */
    public CompletionStage<Reply> list(Exchange exchange) {
        return documents(exchange)
                .thenCombine(
                        entries(exchange),
                        (documents, entries) -> Reply.ok(documents.list(
                                scope.kind() + "List",
                                scope.path(scope.owner(exchange)),
                                entries,
                                entry -> scope.document(documents, scope.owner(exchange), entry))));
    }

    /** {@code GET .../configs/{name}}. */
    public CompletionStage<Reply> show(Exchange exchange) {
        String name = exchange.part("name");
        return documents(exchange).thenCombine(entries(exchange), (documents, entries) -> entries.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(entry -> Reply.ok(scope.document(documents, scope.owner(exchange), entry)))
                .orElseThrow(
                        () -> new HttpProblemException(NOT_FOUND, NOT_FOUND, "Config " + name + " cannot be found")));
    }

    /** {@code PUT .../configs/{name}}: 204. */
    public CompletionStage<Reply> set(Exchange exchange) {
        return alter(exchange, ConfigChanges.one(exchange.part("name"), exchange.body()));
    }

    /** {@code DELETE .../configs/{name}}: 204. */
    public CompletionStage<Reply> reset(Exchange exchange) {
        return alter(exchange, ConfigChanges.reset(exchange.part("name")));
    }

    /** {@code POST .../configs:alter}: 204; all of the changes, or none. */
    public CompletionStage<Reply> alter(Exchange exchange) {
        return alter(exchange, ConfigChanges.of(exchange.body()));
    }

    private CompletionStage<Reply> alter(Exchange exchange, ConfigChanges changes) {
        ConfigResource resource = scope.resource(scope.owner(exchange));
        Map<ConfigResource, java.util.Collection<AlterConfigOp>> all = Map.of(resource, changes.operations());
        return cluster.require(exchange)
                .thenCompose(id -> owner(exchange))
                .thenCompose(found -> asked(exchange, () -> clients.admin()
                        .incrementalAlterConfigs(all, new AlterConfigsOptions().validateOnly(changes.validateOnly()))
                        .values()
                        .get(resource)
                        .toCompletionStage()))
                .thenApply(done -> Reply.empty(204));
    }

    private CompletionStage<List<ConfigEntry>> entries(Exchange exchange) {
        ConfigResource resource = scope.resource(scope.owner(exchange));
        return owner(exchange)
                .thenCompose(found -> asked(exchange, () -> clients.admin()
                        .describeConfigs(List.of(resource), new DescribeConfigsOptions().includeSynonyms(true))
                        .values()
                        .get(resource)
                        .toCompletionStage()))
                .thenApply(Topics::sorted);
    }

    /** Not every broker that is asked has heard of a topic of which another one just knew. */
    private <T> CompletionStage<T> asked(Exchange exchange, Supplier<CompletionStage<T>> question) {
        return scope == ConfigScope.TOPIC ? recent.ask(scope.owner(exchange), question) : question.get();
    }

    /** Fails with 404 where there is no such owner: a broker that is not there would be waited for. */
    private CompletionStage<?> owner(Exchange exchange) {
        return switch (scope) {
            case TOPIC -> topics.find(exchange.part("topic"));
            case BROKER ->
                topics.brokers().thenAccept(ids -> {
                    if (!ids.contains(ConfigScope.broker(exchange))) {
                        throw ConfigScope.noBroker(exchange.part("broker"));
                    }
                });
            case CLUSTER -> CompletableFuture.completedFuture(null);
        };
    }

    private CompletionStage<V3Documents> documents(Exchange exchange) {
        return cluster.require(exchange).thenApply(id -> new V3Documents(exchange, id));
    }
}
