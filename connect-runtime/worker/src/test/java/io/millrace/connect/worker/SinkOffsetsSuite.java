package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.ControlException;
import io.millrace.connect.worker.control.ControlException.Reason;
import io.millrace.connect.worker.control.OffsetHistoryEntry;
import io.millrace.connect.worker.control.OffsetRequest;
import io.millrace.connect.worker.scripted.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The offsets of sinks whose clients are told things of their own. */
abstract class SinkOffsetsSuite extends SingleWorkerSuite {

    private static final Map<String, String> PROVIDERS = Map.of(
            "config.providers", "file",
            "config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");

    private final BrokerKind other;
    private String reference;

    /** {@code other} is another cluster than the worker's. */
    SinkOffsetsSuite(BrokerKind broker, BrokerKind other) {
        super(broker, "sink-offsets", PROVIDERS);
        this.other = other;
    }

    @BeforeAll
    void writeNames(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("names.properties");
        Files.writeString(file, "group=named-group\nservers=" + other.bootstrapServers() + "\n");
        reference = "${file:" + file + ":";
    }

    @Test
    void aGroupMayBeNamedByAReference() {
        // Given
        topic("referred").create(1, Map.of()).send(0, "k", "a", "b", "c");
        sink("referred", Map.of("consumer.override.group.id", reference + "group}"));

        // When, Then
        readsAltersAndResets("referred");
    }

    @Test
    void aGroupMayBeOnAnotherCluster() {
        for (String keys : List.of("consumer", "consumer,admin")) {
            // Given
            String name = "far-" + keys.replace(',', '-');
            new Topic(other.bootstrapServers(), name).create(1, Map.of()).send(0, "k", "a", "b", "c");
            Map<String, String> overrides = new HashMap<>();
            for (String key : keys.split(",")) {
                overrides.put(key + ".override.bootstrap.servers", reference + "servers}");
            }
            sink(name, overrides);

            // When, Then
            readsAltersAndResets(name);
        }
    }

    @Test
    void anOffsetOfAPartitionThatIsNotThereIsRefusedBeforeTheConnectorIsAsked() {
        // Given
        topic("two-wide").create(2, Map.of());
        sink("two-wide", Map.of());
        stop("two-wide");

        for (ConnectorOffset wrong : List.of(offset("two-wide", 2, 0), offset("nowhere", 0, 0))) {
            // When, Then
            assertThatThrownBy(() -> join(worker().control().alterOffsets("two-wide", List.of(wrong))))
                    .isInstanceOfSatisfying(ControlException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(Reason.BAD_REQUEST))
                    .hasMessageMatching(
                            "Topic \"two-wide\" has no partition 2, only 0 to 1|There is no topic \"nowhere\"");
            assertThatThrownBy(() -> join(
                            worker().control().offsets().preview("two-wide", new OffsetRequest.Alter(List.of(wrong)))))
                    .hasMessageMatching("Topic \"two-wide\" has no.*|There is no topic \"nowhere\"");
        }
        assertThat(Script.of("two-wide").calls).doesNotContain("alterOffsets");
    }

    @Test
    void aGroupThatSomebodyElseUsesIsLeftAloneAndTheHistoryWithIt() {
        // Given
        topic("taken").create(1, Map.of());
        sink("taken", Map.of());
        stop("taken");
        awaitTrue("altered", () -> altered("taken"));
        List<OffsetHistoryEntry> before = history("taken");
        try (KafkaConsumer<byte[], byte[]> stranger = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "group.id", "connect-taken"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            stranger.subscribe(List.of("taken"));
            awaitTrue("a member", () -> {
                stranger.poll(Duration.ofMillis(100));
                return !stranger.assignment().isEmpty();
            });

            // When, Then
            assertThatThrownBy(() -> join(worker().control().alterOffsets("taken", List.of(offset("taken", 0, 0)))))
                    .isInstanceOfSatisfying(ControlException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(Reason.CONFLICT))
                    .hasMessageContaining("\"connect-taken\" has members");
            assertThat(offsets("taken")).containsExactly(offset("taken", 0, 1));
            assertThat(history("taken")).hasSize(1).isEqualTo(before);
        }
    }

    private List<OffsetHistoryEntry> history(String name) {
        return join(worker().control().offsets().history(name));
    }

    private void readsAltersAndResets(String name) {
        awaitTrue(name + " committed", () -> offsets(name).equals(List.of(offset(name, 0, 3))));
        stop(name);
        awaitTrue(name + " altered", () -> altered(name));
        assertThat(offsets(name)).containsExactly(offset(name, 0, 1));
        Script.of(name).delivered.clear();
        join(worker().control().resumeConnector(name));
        awaitTrue(name + " began there", () -> Script.of(name).delivered.size() == 2);
        awaitTrue(name + " committed again", () -> offsets(name).equals(List.of(offset(name, 0, 3))));
        stop(name);
        awaitTrue(name + " reset", () -> reset(name));
        assertThat(offsets(name)).isEmpty();
    }

    private boolean altered(String name) {
        return unlessStopping(() -> worker().control().alterOffsets(name, List.of(offset(name, 0, 1))));
    }

    private boolean reset(String name) {
        return unlessStopping(() -> worker().control().resetOffsets(name));
    }

    private static boolean unlessStopping(Supplier<CompletableFuture<?>> change) {
        try {
            join(change.get());
            return true;
        } catch (ControlException e) {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.CONFLICT);
            return false;
        }
    }

    private void stop(String name) {
        join(worker().control().stopConnector(name));
    }

    private List<ConnectorOffset> offsets(String name) {
        return join(worker().control().connectorOffsets(name));
    }

    private static ConnectorOffset offset(String topic, int partition, long offset) {
        return new ConnectorOffset(
                Map.of("kafka_topic", topic, "kafka_partition", partition),
                Optional.of(Map.of("kafka_offset", offset)));
    }
}
