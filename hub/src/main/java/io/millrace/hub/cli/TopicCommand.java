package io.millrace.hub.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace topic ...}. */
@Command(
        name = "topic",
        description = "Lists, creates, describes and deletes topics.",
        synopsisSubcommandLabel = "COMMAND")
final class TopicCommand {

    @Command(name = "list", description = "Lists the topics.")
    int list(
            @Mixin BrokerAddress broker,
            @Mixin Output output,
            @Option(names = "--internal", description = "Internal topics too.") boolean internal) {
        try (Admin admin = broker.admin()) {
            var names = broker.await(admin.listTopics(new ListTopicsOptions().listInternal(internal))
                    .names());
            Map<String, TopicDescription> topics =
                    new TreeMap<>(broker.await(admin.describeTopics(names).allTopicNames()));
            List<List<Object>> rows = new ArrayList<>();
            topics.forEach((name, topic) -> rows.add(List.of(
                    name,
                    topic.partitions().size(),
                    topic.partitions().get(0).replicas().size())));
            output.table(List.of("topic", "partitions", "replicas"), rows);
            return 0;
        }
    }

    @Command(name = "create", description = "Creates a topic.")
    int create(
            @Mixin BrokerAddress broker,
            @Mixin Output output,
            @Parameters(paramLabel = "TOPIC") String topic,
            @Option(names = "--partitions", paramLabel = "N", description = "Default: the broker's num.partitions.")
                    Optional<Integer> partitions,
            @Option(names = "--replicas", paramLabel = "N", description = "Default: the broker's.")
                    Optional<Short> replicas,
            @Option(names = "--config", paramLabel = "KEY=VALUE", description = "A topic setting; repeatable.")
                    Map<String, String> configs) {
        try (Admin admin = broker.admin()) {
            NewTopic newTopic = new NewTopic(topic, partitions, replicas);
            newTopic.configs(configs == null ? Map.of() : configs);
            var result = admin.createTopics(List.of(newTopic));
            broker.await(result.all());
            Map<String, Object> created = new LinkedHashMap<>();
            created.put("topic", topic);
            created.put("id", broker.await(result.topicId(topic)).toString());
            created.put("partitions", broker.await(result.numPartitions(topic)));
            output.object(created, "created " + topic + " with " + created.get("partitions") + " partitions");
            return 0;
        }
    }

    @Command(name = "delete", description = "Deletes a topic and its data.")
    int delete(@Mixin BrokerAddress broker, @Mixin Output output, @Parameters(paramLabel = "TOPIC") String topic) {
        try (Admin admin = broker.admin()) {
            broker.await(admin.deleteTopics(List.of(topic)).all());
            output.object(Map.of("deleted", topic), "deleted " + topic);
            return 0;
        }
    }

    @Command(name = "describe", description = "Shows a topic's partitions, offsets and changed settings.")
    int describe(@Mixin BrokerAddress broker, @Mixin Output output, @Parameters(paramLabel = "TOPIC") String topic) {
        try (Admin admin = broker.admin()) {
            TopicDescription description = broker.await(
                            admin.describeTopics(List.of(topic)).allTopicNames())
                    .get(topic);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config =
                    broker.await(admin.describeConfigs(List.of(resource)).all()).get(resource);
            Map<TopicPartition, ListOffsetsResultInfo> starts =
                    offsets(broker, admin, description, OffsetSpec.earliest());
            Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(broker, admin, description, OffsetSpec.latest());
            List<List<Object>> rows = new ArrayList<>();
            for (TopicPartitionInfo partition : description.partitions()) {
                TopicPartition key = new TopicPartition(topic, partition.partition());
                rows.add(List.of(
                        partition.partition(),
                        starts.get(key).offset(),
                        ends.get(key).offset(),
                        partition.leader() == null ? "none" : partition.leader().idString(),
                        partition.isr().stream().map(Node::idString).collect(Collectors.joining(","))));
            }
            Map<String, Object> heading = new LinkedHashMap<>();
            heading.put("topic", topic);
            heading.put("id", description.topicId().toString());
            config.entries().stream()
                    .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                    .forEach(entry -> heading.put(entry.name(), entry.value()));
            output.table(heading, "partitions", List.of("partition", "start", "end", "leader", "isr"), rows);
            return 0;
        }
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            BrokerAddress broker, Admin admin, TopicDescription description, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> request = new LinkedHashMap<>();
        description
                .partitions()
                .forEach(partition -> request.put(new TopicPartition(description.name(), partition.partition()), spec));
        return broker.await(admin.listOffsets(request).all());
    }
}
