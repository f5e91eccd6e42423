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

/** Apache Kafka's tools for the cluster itself, each in a JVM of its own as their scripts start them. */
class KafkaAdminToolsIT {

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
        run("TopicCommand", "--create", "--topic", "moved", "--partitions", "1");
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void featureAndQuorumCommandsDescribeTheCluster() {
        assertThat(run("FeatureCommand", "describe"))
                .contains("metadata.version")
                .contains("4.3-IV0");
        assertThat(run("MetadataQuorumCommand", "describe", "--status"))
                .contains("LeaderId:")
                .contains("HighWatermark:");
    }

    @Test
    void reassignAndLogDirCommandsFindEverythingInItsPlace() throws Exception {
        Path plan = Files.writeString(
                folder.resolve("plan.json"),
                "{\"version\":1,\"partitions\":[{\"topic\":\"moved\",\"partition\":0,\"replicas\":[1]}]}");
        assertThat(run("reassign.ReassignPartitionsCommand", "--execute", "--reassignment-json-file", plan.toString()))
                .contains("Successfully started partition reassignment");
        assertThat(run("reassign.ReassignPartitionsCommand", "--verify", "--reassignment-json-file", plan.toString()))
                .contains("Reassignment of partition moved-0 is completed");
        assertThat(run("LogDirsCommand", "--describe", "--topic-list", "moved")).contains("moved-0");
    }

    @Test
    void leaderElectionCommandIsToldThatNoneIsNeeded() {
        assertThat(run("LeaderElectionCommand", "--election-type", "preferred", "--topic", "moved", "--partition", "0"))
                .contains("Valid replica already elected");
    }

    @Test
    void configCommandSetsQuotasAndBrokerConfigs() {
        String main = "kafka.admin.ConfigCommand";
        List<String> client = List.of("--entity-type", "clients", "--entity-name", "app");
        runMain(main, client, "--alter", "--add-config", "producer_byte_rate=1048576");
        assertThat(runMain(main, client, "--describe")).contains("producer_byte_rate=1048576.0");
        List<String> broker = List.of("--entity-type", "brokers", "--entity-name", "1");
        runMain(main, broker, "--alter", "--add-config", "log.cleaner.threads=2");
        assertThat(runMain(main, broker, "--describe")).contains("log.cleaner.threads=2");
    }

    @Test
    void clientMetricsCommandKeepsASubscription() {
        run(
                "ClientMetricsCommand",
                "--alter",
                "--name",
                "all",
                "--metrics",
                "org.apache.kafka.",
                "--interval",
                "60000");
        assertThat(run("ClientMetricsCommand", "--describe", "--name", "all")).contains("interval.ms=60000");
    }

    private static String run(String name, String... arguments) {
        return runMain("org.apache.kafka.tools." + name, List.of(), arguments);
    }

    private static String runMain(String mainClass, List<String> entity, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", hub.address(Role.BROKER)));
        all.addAll(entity);
        all.addAll(List.of(arguments));
        try (ChildJvm tool = ChildJvm.start(List.of("-Xmx256m"), mainClass, all)) {
            int exitCode = tool.awaitExit(TIMEOUT);
            assertThat(exitCode).as(tool.output()).isZero();
            return tool.output();
        }
    }
}
