package io.millrace.integration.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tools for groups, with groups of both protocols, and those that measure. */
class GroupToolsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static ToolsBroker broker;

    @BeforeAll
    static void start() {
        broker = ToolsBroker.start(folder);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void groupsAreDescribedResetAndDeleted(String protocol) throws Exception {
        // Given
        String group = protocol + "-readers";
        String topic = protocol + "-topic";
        broker.tool("TopicCommand", "--create", "--topic", topic);
        broker.write(topic, 5);
        try (KafkaConsumer<String, String> consumer = joined(group, topic, protocol)) {
            consumer.commitSync();
            // When, Then
            assertThat(groups("--describe", "--group", group))
                    .containsPattern(group + "\\s+" + topic + "\\s+0\\s+5\\s+5\\s+0\\s+\\S+\\s+/127.0.0.1\\s+reader");
            assertThat(groups("--describe", "--group", group, "--state"))
                    .containsPattern("127.0.0.1:\\d+\\s+\\(1\\)\\s+\\S+\\s+Stable\\s+1");
            assertThat(groups("--describe", "--group", group, "--members", "--verbose"))
                    .contains(group, "reader", topic);
            assertThat(groups("--list", "--state")).containsPattern(group + "\\s+Stable");
            assertThat(broker.tool("GroupsCommand", "--list", "--group-type", protocol))
                    .containsPattern("(?i)" + group + "\\s+" + protocol + "\\s+consumer");
            assertThat(groups("--delete", "--group", group)).contains("GroupNotEmptyException");
        }
        assertThat(groups("--describe", "--group", group)).contains("has no active members");
        assertThat(groups("--reset-offsets", "--group", group, "--topic", topic, "--to-datetime", time(3), "--execute"))
                .containsPattern(group + "\\s+" + topic + "\\s+0\\s+2");
        assertThat(groups("--reset-offsets", "--group", group, "--topic", topic, "--shift-by", "1", "--dry-run"))
                .containsPattern(group + "\\s+" + topic + "\\s+0\\s+3");
        assertThat(groups("--delete-offsets", "--group", group, "--topic", topic))
                .contains("Successful");
        assertThat(groups("--delete", "--group", group)).contains("was successful");
        assertThat(groups("--list")).doesNotContain(group);
    }

    @Test
    void measuringToolsWriteAndRead() {
        broker.tool("TopicCommand", "--create", "--topic", "perf", "--partitions", "3");
        String config = broker.file("group.properties", "group.id=perf-group\n");
        assertThat(broker.tool(
                        "ProducerPerformance",
                        "--topic",
                        "perf",
                        "--num-records",
                        "50000",
                        "--record-size",
                        "100",
                        "--throughput",
                        "-1",
                        "--command-property",
                        "acks=all"))
                .contains("50000 records sent");
        assertThat(broker.tool(
                        "ConsumerPerformance",
                        "--topic",
                        "perf",
                        "--num-records",
                        "50000",
                        "--command-config",
                        config,
                        "--group",
                        "perf-group"))
                .contains("50000");
        assertThat(groups("--describe", "--group", "perf-group")).contains("perf", "CURRENT-OFFSET");
    }

    private static KafkaConsumer<String, String> joined(String group, String topic, String protocol) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "group.id",
                        group,
                        "client.id",
                        "reader",
                        "group.protocol",
                        protocol,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(topic));
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        for (int read = 0; read < 5; ) {
            assertThat(System.nanoTime()).as("time to read " + topic).isLessThan(deadlineNanos);
            read += consumer.poll(Duration.ofMillis(200)).count();
        }
        return consumer;
    }

    /** As the tool takes it, of a record that {@link ToolsBroker#write} has written. */
    private static String time(int number) {
        return "1970-01-01T00:00:0" + number + ".000Z";
    }

    private static String groups(String... arguments) {
        return broker.tool("consumer.group.ConsumerGroupCommand", arguments);
    }
}
