package io.millrace.connect.worker;

import static io.millrace.connect.worker.TestingWorker.awaitTrue;
import static io.millrace.connect.worker.TestingWorker.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.control.ConnectorOffset;
import io.millrace.connect.worker.control.Lifecycle;
import io.millrace.connect.worker.scripted.Script;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

abstract class SourceSuite extends SingleWorkerSuite {

    SourceSuite(BrokerKind broker) {
        super(broker, "sources", Map.of());
    }

    @Test
    void commitsOffsetsOfDroppedRecordsAndTellsTheTaskOfThem() {
        // Given
        Script script = Script.of("filtered");
        script.sourceRecords = 50;

        // When
        source(
                "filtered",
                Map.of(
                        "transforms", "drop",
                        "transforms.drop.type", "org.apache.kafka.connect.transforms.Filter"));

        // Then
        awaitTrue("offset 50", () -> nextOffset("filtered") == 50);
        // The task hears of its commit after the offset can be read.
        awaitTrue("commit", () -> script.calls.contains("commit"));
        assertThat(script.calls).contains("dropped 0-0", "dropped 0-49");
    }

    @Test
    void isDurableInTheOffsetTopicBeforeTheTaskHearsOfACommit() {
        // Given
        Script script = Script.of("ordered");
        script.sourceRecords = 30;
        source("ordered", Map.of());
        awaitTrue("offset 30", () -> nextOffset("ordered") == 30);

        // When
        awaitTrue("commit", () -> script.calls.contains("commit"));

        // Then
        List<String> keys = topic("sources-offsets").read().stream()
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .filter(key -> key.startsWith("[\"ordered\""))
                .toList();
        assertThat(keys).isNotEmpty();
    }

    @Test
    void createsTopicsAsTheConnectorSays() {
        // Given
        Script.of("created").sourceRecords = 10;

        // When
        source(
                "created",
                Map.of(
                        "topic.creation.default.partitions", "1",
                        "topic.creation.default.replication.factor", "1",
                        "topic.creation.groups", "wide",
                        "topic.creation.wide.include", "crea.*",
                        "topic.creation.wide.partitions", "3",
                        "topic.creation.wide.replication.factor", "-1"));

        // Then
        awaitTrue("offset", () -> nextOffset("created") == 10);
        assertThat(topic("created").read()).hasSize(10);
        assertThat(topic("created").partitions()).isEqualTo(3);
    }

    @Test
    void changesAndResetsTheOffsetsOfAStoppedSource() {
        // Given
        Script script = Script.of("moved");
        script.sourceRecords = 20;
        source("moved", Map.of());
        awaitTrue("offset 20", () -> nextOffset("moved") == 20);
        join(worker().control().stopConnector("moved"));
        awaitTrue("stopped", () -> worker().taskState("moved", 0) == null);

        // When
        join(worker().control()
                .alterOffsets(
                        "moved",
                        List.of(new ConnectorOffset(
                                // Another order than the task's own map has.
                                new java.util.TreeMap<>(Map.of("kind", "counter", "index", "0")),
                                Optional.of(Map.of("next", 5))))));
        join(worker().control().resumeConnector("moved"));

        // Then
        awaitTrue("started at 5", () -> script.calls.contains("started at 5"));
        join(worker().control().stopConnector("moved"));
        awaitTrue("stopped", () -> worker().taskState("moved", 0) == null);
        join(worker().control().resetOffsets("moved"));
        assertThat(join(worker().control().connectorOffsets("moved"))).isEmpty();
    }

    @Test
    void failsTheTaskThatCannotConvertAndSkipsWhenTolerant() {
        // Given
        Map<String, String> broken = Map.of(
                "transforms", "cast",
                "transforms.cast.type", "org.apache.kafka.connect.transforms.Cast$Value",
                "transforms.cast.spec", "int32");
        Script.of("strict").sourceRecords = 10;
        Script.of("tolerant").sourceRecords = 10;
        Map<String, String> tolerant = new HashMap<>(broken);
        tolerant.put("errors.tolerance", "all");

        // When
        source("strict", broken);
        source("tolerant", tolerant);

        // Then
        worker().awaitTask("strict", 0, Lifecycle.FAILED);
        awaitTrue("skipped all", () -> nextOffset("tolerant") == 10);
        assertThat(nextOffset("strict")).isEqualTo(-1);
    }
}
