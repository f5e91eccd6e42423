package io.millrace.gateway.topics;

import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.kafka.Clients;
import io.millrace.gateway.kafka.KafkaProblems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the cluster about topics. Any thread. */
public final class Topics {
    private final Clients clients;
    private final RecentTopics recent;

    public Topics(Clients clients, RecentTopics recent) {
        this.clients = clients;
        this.recent = recent;
    }

    /** The first and the next offset of a partition. */
    public record Offsets(long beginning, long end) {}

    /** All names, sorted; internal topics too. */
    public CompletionStage<List<String>> names() {
        return clients.admin()
                .listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .toCompletionStage()
                .thenApply(names -> List.copyOf(new TreeSet<>(names)));
    }

    /** One topic; fails with 404 when there is none of this name. */
    public CompletionStage<TopicPartitions> find(String topic) {
        return recent.ask(
                        topic,
                        () -> clients.admin()
                                .describeTopics(List.of(topic))
                                .topicNameValues()
                                .get(topic)
                                .toCompletionStage(),
                        found -> found.partitions().size())
                .thenApply(Topics::described)
                .exceptionally(failure -> {
                    throw missing(topic, failure);
                });
    }

    /** The ids of topics, in their order; fails with 404 when there is none of one of the names. */
    public CompletionStage<List<Uuid>> topicIds(List<String> topics) {
        Map<String, KafkaFuture<TopicDescription>> asked =
                clients.admin().describeTopics(topics).topicNameValues();
        CompletionStage<List<Uuid>> ids = CompletableFuture.completedFuture(List.of());
        for (String topic : topics) {
            CompletionStage<Uuid> id = asked.get(topic)
                    .toCompletionStage()
                    .thenApply(TopicDescription::topicId)
                    .exceptionallyCompose(failure -> cause(failure) instanceof UnknownTopicOrPartitionException
                            // Alone, and again if the broker may have yet to hear of it.
                            ? find(topic).thenApply(TopicPartitions::id)
                            : CompletableFuture.failedFuture(missing(topic, failure)));
            ids = ids.thenCombine(id, (before, next) -> {
                List<Uuid> all = new ArrayList<>(before);
                all.add(next);
                return all;
            });
        }
        return ids;
    }

    /** Some topics, in the order of their names; without those that are gone since, or not known to every broker yet. */
    public CompletionStage<List<TopicPartitions>> find(List<String> topics) {
        CompletionStage<List<TopicPartitions>> all = CompletableFuture.completedFuture(new ArrayList<>());
        var asked = new TreeMap<>(clients.admin().describeTopics(topics).topicNameValues());
        for (KafkaFuture<TopicDescription> each : asked.values()) {
            CompletionStage<Optional<TopicDescription>> one = each.toCompletionStage()
                    .thenApply(Optional::of)
                    .exceptionallyCompose(failure -> cause(failure) instanceof UnknownTopicOrPartitionException
                            ? CompletableFuture.completedFuture(Optional.empty())
                            : CompletableFuture.failedFuture(failure));
            all = all.thenCombine(one, (before, found) -> {
                found.map(Topics::described).ifPresent(before::add);
                return before;
            });
        }
        return all;
    }

    /** One partition; fails with 404 when the topic or the partition does not exist. */
    public CompletionStage<TopicPartitions.Partition> partition(String topic, int number) {
        return find(topic).thenApply(found -> found.partitions().stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(Topics::noPartition));
    }

    /** 404 for a partition. */
    public static HttpProblemException noPartition() {
        return new HttpProblemException(404, KafkaProblems.PARTITION_NOT_FOUND, "Partition not found.");
    }

    /** Every setting of a topic. */
    public CompletionStage<Config> config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return recent.ask(topic, () -> clients.admin()
                        .describeConfigs(List.of(resource))
                        .values()
                        .get(resource)
                        .toCompletionStage())
                .exceptionally(failure -> {
                    throw missing(topic, failure);
                });
    }

    /** Where a partition begins and ends; readers of committed records see less while a transaction is open. */
    public CompletionStage<Offsets> offsets(String topic, int number) {
        TopicPartition partition = new TopicPartition(topic, number);
        CompletionStage<Offsets> offsets = offset(partition, OffsetSpec.earliest())
                .thenCombine(offset(partition, OffsetSpec.latest()), Offsets::new);
        // Of a partition that is not there the client goes on asking for half a minute, which nobody is to wait for.
        return partition(topic, number).thenCompose(found -> offsets);
    }

    private CompletionStage<Long> offset(TopicPartition partition, OffsetSpec spec) {
        return clients.admin()
                .listOffsets(Map.of(partition, spec))
                .partitionResult(partition)
                .toCompletionStage()
                .thenApply(found -> found.offset());
    }

    /** The brokers that are there, by their ids. */
    public CompletionStage<List<Integer>> brokers() {
        return clients.admin().describeCluster().nodes().toCompletionStage().thenApply(nodes -> nodes.stream()
                .map(Node::id)
                .sorted()
                .toList());
    }

    /** What failed; without what stages wrap around it. */
    public static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** A failure to ask about a topic: 404 where there is none of this name. */
    public static RuntimeException missing(String topic, Throwable failure) {
        Throwable cause = cause(failure);
        // A name that no topic can have is a topic that does not exist.
        if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
            return new HttpProblemException(404, KafkaProblems.TOPIC_NOT_FOUND, "Topic not found: " + topic);
        }
        return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
    }

    private static TopicPartitions described(TopicDescription topic) {
        List<TopicPartitions.Partition> partitions = new ArrayList<>();
        for (TopicPartitionInfo each : topic.partitions()) {
            Integer leader = each.leader() == null || each.leader().isEmpty()
                    ? null
                    : each.leader().id();
            partitions.add(
                    new TopicPartitions.Partition(each.partition(), leader, ids(each.replicas()), ids(each.isr())));
        }
        return new TopicPartitions(topic.name(), topic.topicId(), topic.isInternal(), partitions);
    }

    private static List<Integer> ids(List<Node> nodes) {
        return nodes.stream().map(Node::id).toList();
    }

    /** The settings by name, in order; the value of a sensitive one is null. */
    static Map<String, String> values(Config config) {
        Map<String, String> values = new LinkedHashMap<>();
        sorted(config).forEach(entry -> values.put(entry.name(), entry.value()));
        return values;
    }

    /** The settings in the order of their names. */
    public static List<ConfigEntry> sorted(Config config) {
        return config.entries().stream()
                .sorted(Comparator.comparing(ConfigEntry::name))
                .toList();
    }
}
