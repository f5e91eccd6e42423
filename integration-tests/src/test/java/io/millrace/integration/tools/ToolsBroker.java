package io.millrace.integration.tools;

import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

/** A hub with role broker, and Kafka's tools pointed at it. */
final class ToolsBroker implements AutoCloseable {

    private final Path folder;
    private final Hub hub;

    private ToolsBroker(Path folder, Hub hub) {
        this.folder = folder;
        this.hub = hub;
    }

    static ToolsBroker start(Path folder) {
        return start(folder, Map.of());
    }

    static ToolsBroker start(Path folder, Map<String, String> settings) {
        Map<String, String> all = new TreeMap<>(Map.of(
                "roles", "broker",
                "data.dir", folder.resolve("data").toString(),
                "listeners", "PLAINTEXT://127.0.0.1:0",
                "offsets.topic.num.partitions", "2",
                "transaction.state.log.num.partitions", "2",
                // Records of 1970 stay as long as the tests.
                "log.retention.check.interval.ms", "3600000",
                "group.initial.rebalance.delay.ms", "0"));
        all.putAll(settings);
        return new ToolsBroker(folder, Hub.start(all));
    }

    String bootstrapServers() {
        return hub.address(Role.BROKER);
    }

    /** The folders of the partitions of a topic. */
    List<Path> partitionFolders(String topic) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isDirectory)
                    .filter(path -> path.getFileName().toString().matches(topic + "-\\d+"))
                    .sorted()
                    .toList();
        }
    }

    /** A tool of the package {@code org.apache.kafka.tools}, which must succeed. */
    String tool(String name, String... arguments) {
        return KafkaTool.run("org.apache.kafka.tools." + name, pointed(arguments));
    }

    /** A tool of the package {@code org.apache.kafka.tools}, which must say that it failed. */
    String refused(String name, String... arguments) {
        return KafkaTool.refused("org.apache.kafka.tools." + name, pointed(arguments));
    }

    /** The tool for configs, quotas and SCRAM users, which is not in that package. */
    String configs(String... arguments) {
        return KafkaTool.run("kafka.admin.ConfigCommand", pointed(arguments));
    }

    /** As {@link #configs}, which must say that it failed. */
    String configsRefused(String... arguments) {
        return KafkaTool.refused("kafka.admin.ConfigCommand", pointed(arguments));
    }

    /** A file with what a tool takes as JSON or properties. */
    String file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code count} records with timestamps 1000, 2000, ... to partition 0. */
    void write(String topic, int count) throws ExecutionException, InterruptedException {
        try (var producer = producer(Map.of())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, number * 1_000L, "key", "value " + number)));
            }
            for (Future<RecordMetadata> record : sent) {
                record.get();
            }
        }
    }

    KafkaProducer<String, String> producer(Map<String, Object> extra) {
        Map<String, Object> settings = new TreeMap<>(Map.of("bootstrap.servers", bootstrapServers()));
        settings.putAll(extra);
        return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    }

    @Override
    public void close() {
        hub.close();
    }

    private List<String> pointed(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", bootstrapServers()));
        all.addAll(List.of(arguments));
        return all;
    }
}
