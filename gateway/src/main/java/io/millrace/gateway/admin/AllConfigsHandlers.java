package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.rights.Rights;
import io.millrace.gateway.topics.Cluster;
import io.millrace.gateway.topics.Topics;
import io.millrace.gateway.topics.V3Documents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** REST Proxy v3: the configs of all topics, and those of all brokers, in one answer. */
public final class AllConfigsHandlers {
    /** Some 25 KiB of an answer each. */
    private static final int TOPICS_MAX = 1_000;

    private final Clients clients;
    private final Cluster cluster;
    private final Topics topics;
    private final Rights rights;

    public AllConfigsHandlers(Clients clients, Cluster cluster, Topics topics, Rights rights) {
        this.clients = clients;
        this.cluster = cluster;
        this.topics = topics;
        this.rights = rights;
    }

    private record Owned(String owner, ConfigEntry entry) {}

    /** {@code GET .../topics/-/configs}: of the topics whose configs the caller may see; 422 if they are too many. */
    public CompletionStage<Reply> ofTopics(Exchange exchange) {
        return list(
                exchange, ConfigScope.TOPIC, "/topics/-/configs", topics.names().thenApply(names -> {
                    List<String> seen = rights.visible(exchange.context(), AclOperation.DESCRIBE_CONFIGS, names);
                    if (seen.size() > TOPICS_MAX) {
                        throw new HttpProblemException(
                                422,
                                "There are " + seen.size() + " topics, and configs of " + TOPICS_MAX
                                        + " in one answer at most: ask topic by topic");
                    }
                    return seen;
                }));
    }

    /** {@code GET .../brokers/-/configs}. */
    public CompletionStage<Reply> ofBrokers(Exchange exchange) {
        return list(
                exchange,
                ConfigScope.BROKER,
                "/brokers/-/configs",
                topics.brokers()
                        .thenApply(ids -> ids.stream().map(String::valueOf).toList()));
    }

    private CompletionStage<Reply> list(
            Exchange exchange, ConfigScope scope, String path, CompletionStage<List<String>> owners) {
        return cluster.require(exchange).thenCombine(owners.thenCompose(all -> entries(scope, all)), (id, found) -> {
            V3Documents documents = new V3Documents(exchange, id);
            ObjectNode list = documents.list(
                    scope.kind() + "List", path, found, each -> scope.document(documents, each.owner(), each.entry()));
            return Reply.ok(list);
        });
    }

    /** In the order of the owners, and of the names of each. */
    private CompletionStage<List<Owned>> entries(ConfigScope scope, List<String> owners) {
        List<ConfigResource> resources = owners.stream().map(scope::resource).toList();
        Map<ConfigResource, KafkaFuture<Config>> asked = clients.admin()
                .describeConfigs(resources, new DescribeConfigsOptions().includeSynonyms(true))
                .values();
        CompletionStage<List<Owned>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (String owner : owners) {
            CompletionStage<Optional<Config>> one = asked.get(scope.resource(owner))
                    .toCompletionStage()
                    .thenApply(Optional::of)
                    .exceptionallyCompose(AllConfigsHandlers::unlessGone);
            all = all.thenCombine(one, (before, config) -> {
                config.ifPresent(found -> Topics.sorted(found).forEach(entry -> before.add(new Owned(owner, entry))));
                return before;
            });
        }
        return all;
    }

    /** A topic may be deleted between the list of names and the question. */
    private static CompletionStage<Optional<Config>> unlessGone(Throwable failure) {
        Throwable cause = Topics.cause(failure);
        return cause instanceof UnknownTopicOrPartitionException
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.failedFuture(cause);
    }
}
