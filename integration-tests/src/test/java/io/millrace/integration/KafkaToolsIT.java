package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Kafka's own tools, each in a JVM of its own as their scripts start them. */
class KafkaToolsIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    @TempDir
    static Path folder;

    private static Hub hub;

    @BeforeAll
    static void start() {
        hub = Hub.start(Map.of(
                "roles", "broker",
                "data.dir", folder.resolve("data").toString(),
                "listeners", "PLAINTEXT://127.0.0.1:0"));
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void topicCommandCreatesDescribesAltersAndDeletes() {
        assertThat(tool("TopicCommand", "--create", "--topic", "tools", "--partitions", "2"))
                .contains("Created topic tools");
        assertThat(tool("TopicCommand", "--alter", "--topic", "tools", "--partitions", "4"))
                .isNotNull();
        assertThat(tool("TopicCommand", "--describe", "--topic", "tools"))
                .contains("PartitionCount: 4")
                .contains("Leader: 1");
        assertThat(tool("TopicCommand", "--list")).contains("tools");
        tool("TopicCommand", "--delete", "--topic", "tools");
        assertThat(tool("TopicCommand", "--list")).doesNotContain("tools");
    }

    @Test
    void performanceToolsWriteAndReadAndTheGroupCommandSeesTheGroup() throws Exception {
        tool("TopicCommand", "--create", "--topic", "perf", "--partitions", "3");
        Path config = Files.writeString(folder.resolve("group.properties"), "group.id=perf-group\n");
        assertThat(run(
                        "org.apache.kafka.tools.ProducerPerformance",
                        List.of(
                                "--topic", "perf",
                                "--num-records", "100000",
                                "--record-size", "100",
                                "--throughput", "-1",
                                "--bootstrap-server", hub.address(Role.BROKER),
                                "--command-property", "acks=all")))
                .contains("100000 records sent");
        String consumed = run(
                "org.apache.kafka.tools.ConsumerPerformance",
                List.of(
                        "--bootstrap-server", hub.address(Role.BROKER),
                        "--topic", "perf",
                        "--num-records", "100000",
                        "--command-config", config.toString(),
                        "--group", "perf-group"));
        assertThat(consumed).contains("100000");
        String described = runGroupCommand("--describe", "--group", "perf-group");
        assertThat(described).contains("perf").contains("CURRENT-OFFSET");
        assertThat(runGroupCommand("--list")).contains("perf-group");
        assertThat(runGroupCommand("--delete", "--group", "perf-group")).contains("was successful");
    }

    private static String runGroupCommand(String... arguments) {
        return tool("consumer.group.ConsumerGroupCommand", arguments);
    }

    private static String tool(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", hub.address(Role.BROKER)));
        all.addAll(List.of(arguments));
        return run("org.apache.kafka.tools." + name, all);
    }

    private static String run(String mainClass, List<String> arguments) {
        try (ChildJvm tool = ChildJvm.start(List.of("-Xmx256m"), mainClass, arguments)) {
            int exitCode = tool.awaitExit(TIMEOUT);
            assertThat(exitCode).as(tool.output()).isZero();
            return tool.output();
        }
    }
}
