package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupIT {

    @TempDir
    Path directory;

    @Test
    void sharesPartitionsAmongMembersAndTakesThemBackWhenOneLeaves() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory)) {
            // Given
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "shared", 4);
            TestBroker.produce(servers, "shared", Map.of(), 100);
            Set<String> seen = new HashSet<>();
            try (var first = TestBroker.consumer(servers, Map.of("group.id", "g"))) {
                first.subscribe(List.of("shared"));
                try (var second = TestBroker.consumer(servers, Map.of("group.id", "g"))) {
                    second.subscribe(List.of("shared"));

                    // When
                    TestBroker.await(() -> {
                        collect(first, seen);
                        collect(second, seen);
                        return first.assignment().size() == 2
                                && second.assignment().size() == 2;
                    });
                }

                // Then
                TestBroker.await(() -> {
                    collect(first, seen);
                    return first.assignment().size() == 4 && seen.size() == 100;
                });
            }
        }
    }

    @Test
    void remembersCommittedOffsetsOverARestart() throws Exception {
        var partition = new TopicPartition("kept", 0);
        try (BrokerServer broker = TestBroker.start(directory)) {
            TestBroker.create(broker.bootstrapServers(), "kept", 1);
            TestBroker.produce(broker.bootstrapServers(), "kept", Map.of(), 10);
            try (var consumer = TestBroker.consumer(
                    broker.bootstrapServers(), Map.of("group.id", "durable", "enable.auto.commit", "false"))) {
                consumer.subscribe(List.of("kept"));
                Set<String> seen = new HashSet<>();
                TestBroker.await(() -> {
                    collect(consumer, seen);
                    return seen.size() == 10;
                });
                consumer.commitSync(Map.of(partition, new OffsetAndMetadata(7, "seven")));
            }
        }

        // When
        try (BrokerServer broker = TestBroker.start(directory);
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            // Then
            var offsets = admin.listConsumerGroupOffsets("durable")
                    .partitionsToOffsetAndMetadata()
                    .get();
            assertThat(offsets.get(partition).offset()).isEqualTo(7);
            assertThat(offsets.get(partition).metadata()).isEqualTo("seven");
            var described =
                    admin.describeConsumerGroups(List.of("durable")).all().get().get("durable");
            assertThat(described.groupState()).isEqualTo(GroupState.EMPTY);
        }
    }

    @Test
    void listsDescribesAltersAndDeletesGroups() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory);
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            // Given
            String servers = broker.bootstrapServers();
            var partition = new TopicPartition("t", 0);
            TestBroker.create(servers, "t", 1);
            admin.alterConsumerGroupOffsets("g", Map.of(partition, new OffsetAndMetadata(3)))
                    .all()
                    .get();

            // When, Then
            assertThat(admin.listGroups().all().get())
                    .anyMatch(group -> group.groupId().equals("g"));
            assertThat(tool("--bootstrap-server", servers, "--describe", "--group", "g"))
                    .contains("t", "3");
            admin.deleteConsumerGroupOffsets("g", Set.of(partition)).all().get();
            assertThat(admin.listConsumerGroupOffsets("g")
                            .partitionsToOffsetAndMetadata()
                            .get())
                    .isEmpty();
            admin.alterConsumerGroupOffsets("h", Map.of(partition, new OffsetAndMetadata(3)))
                    .all()
                    .get();
            admin.deleteConsumerGroups(List.of("h")).all().get();
            assertThat(admin.listGroups().all().get())
                    .noneMatch(group -> group.groupId().equals("h"));
        }
    }

    @Test
    void forgetsTheCommittedOffsetsOfADeletedTopic() throws Exception {
        try (BrokerServer broker = TestBroker.start(directory);
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            // Given
            TestBroker.create(broker.bootstrapServers(), "doomed", 1);
            TestBroker.create(broker.bootstrapServers(), "spared", 1);
            admin.alterConsumerGroupOffsets(
                            "g",
                            Map.of(
                                    new TopicPartition("doomed", 0), new OffsetAndMetadata(1),
                                    new TopicPartition("spared", 0), new OffsetAndMetadata(2)))
                    .all()
                    .get();

            // When
            admin.deleteTopics(List.of("doomed")).all().get();

            // Then
            var left = admin.listConsumerGroupOffsets("g")
                    .partitionsToOffsetAndMetadata()
                    .get();
            assertThat(left).containsOnlyKeys(new TopicPartition("spared", 0));
        }
    }

    private static void collect(KafkaConsumer<String, String> consumer, Set<String> seen) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> seen.add(record.value()));
    }

    private static String tool(String... arguments) {
        PrintStream out = System.out;
        var captured = new ByteArrayOutputStream();
        System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            ConsumerGroupCommand.main(arguments);
        } finally {
            System.setOut(out);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
