package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.testing.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.SubscriptionPattern;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRegularExpression;
import org.apache.kafka.tools.DumpLogSegments;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers with {@code group.protocol=consumer} (KIP-848), alone and among classic ones. */
class ConsumerProtocolIT {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Map<String, String> QUICK = Map.of(
            "group.consumer.min.heartbeat.interval.ms", "200",
            "group.consumer.heartbeat.interval.ms", "300",
            "group.consumer.min.session.timeout.ms", "1000",
            "group.consumer.session.timeout.ms", "6000");

    @TempDir
    Path directory;

    private BrokerServer start() {
        return BrokerServer.start(TestBroker.properties(directory, QUICK));
    }

    private static KafkaConsumer<String, String> consumer(String servers, String group, Map<String, Object> extra) {
        Map<String, Object> config =
                new HashMap<>(Map.of("group.id", group, "group.protocol", "consumer", "metadata.max.age.ms", "500"));
        config.putAll(extra);
        return TestBroker.consumer(servers, config);
    }

    private static KafkaConsumer<String, String> classic(String servers, String group) {
        return TestBroker.consumer(
                servers, Map.of("group.id", group, "heartbeat.interval.ms", "300", "session.timeout.ms", "6000"));
    }

    @Test
    void sharesPartitionsAmongMembersThatComeAndGo() throws Exception {
        try (BrokerServer broker = start()) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "shared", 6);
            TestBroker.produce(servers, "shared", Map.of(), 200);
            Set<String> seen = new HashSet<>();
            try (var one = consumer(servers, "g", Map.of());
                    var admin = TestBroker.admin(servers)) {
                one.subscribe(List.of("shared"));
                try (var two = consumer(servers, "g", Map.of("group.remote.assignor", "range"));
                        var three = consumer(servers, "g", Map.of())) {
                    // When
                    two.subscribe(List.of("shared"));
                    three.subscribe(List.of("shared"));
                    awaitShares(seen, Map.of(one, 2, two, 2, three, 2));

                    // Then
                    ConsumerGroupDescription group = admin.describeConsumerGroups(List.of("g"))
                            .describedGroups()
                            .get("g")
                            .get();
                    assertThat(group.type()).isEqualTo(GroupType.CONSUMER);
                    assertThat(group.members()).hasSize(3);
                    assertThat(admin.listGroups(new ListGroupsOptions()
                                            .withTypes(Set.of(GroupType.CONSUMER))
                                            .inGroupStates(Set.of(GroupState.STABLE, GroupState.RECONCILING)))
                                    .all()
                                    .get())
                            .singleElement()
                            .satisfies(listed -> assertThat(listed.groupId()).isEqualTo("g"));
                    one.commitSync();
                }
                awaitShares(seen, Map.of(one, 6));
                awaitRecords(one, seen, 200);

                // When: the topic grows
                admin.createPartitions(Map.of("shared", NewPartitions.increaseTo(8)))
                        .all()
                        .get();
                awaitShares(seen, Map.of(one, 8));
            }
        }
    }

    @Test
    void readsTopicsWhoseNamesMatchAndRefusesWrongExpressions() throws Exception {
        try (BrokerServer broker = start()) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "orders-1", 1);
            TestBroker.create(servers, "other", 1);
            try (var one = consumer(servers, "g", Map.of())) {
                // When
                one.subscribe(new SubscriptionPattern("orders-[0-9]+"));
                awaitShares(new HashSet<>(), Map.of(one, 1));
                TestBroker.create(servers, "orders-2", 2);

                // Then
                awaitShares(new HashSet<>(), Map.of(one, 3));
            }
            try (var wrong = consumer(servers, "h", Map.of())) {
                wrong.subscribe(new SubscriptionPattern("orders-["));
                assertThatThrownBy(() -> TestBroker.await(() -> {
                            wrong.poll(Duration.ofMillis(50));
                            return false;
                        }))
                        .isInstanceOf(InvalidRegularExpression.class);
            }
        }
    }

    @Test
    void keepsThePlaceOfAStaticMemberThatRestarts() throws Exception {
        try (BrokerServer broker = start()) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "kept", 4);
            Map<String, Object> instance = Map.of("group.instance.id", "instance");
            try (var one = consumer(servers, "g", Map.of())) {
                one.subscribe(List.of("kept"));
                Set<TopicPartition> before;
                try (var two = consumer(servers, "g", instance)) {
                    two.subscribe(List.of("kept"));
                    awaitShares(new HashSet<>(), Map.of(one, 2, two, 2));
                    before = two.assignment();
                }

                // When
                try (var again = consumer(servers, "g", instance)) {
                    again.subscribe(List.of("kept"));
                    awaitShares(new HashSet<>(), Map.of(one, 2, again, 2));

                    // Then
                    assertThat(again.assignment()).isEqualTo(before);
                }
            }
        }
    }

    @Test
    void goesOnAfterTheBrokerWasKilled() throws Exception {
        ChildJvm first = startChild(0);
        String servers = servers(first);
        TestBroker.create(servers, "hard", 4);
        try (var second = new Successor();
                var one = consumer(servers, "g", Map.of("enable.auto.commit", "false"));
                var two = consumer(servers, "g", Map.of())) {
            one.subscribe(List.of("hard"));
            two.subscribe(List.of("hard"));
            TestBroker.produce(servers, "hard", Map.of(), 50);
            Set<String> seen = new HashSet<>();
            awaitShares(seen, Map.of(one, 2, two, 2));
            one.commitSync();
            var committed = one.committed(one.assignment());

            // When
            first.close();
            second.start(Integer.parseInt(servers.substring(servers.indexOf(':') + 1)));
            TestBroker.produce(servers, "hard", Map.of(), 100);

            // Then
            TestBroker.await(() -> {
                poll(one, seen);
                poll(two, seen);
                return seen.size() == 100;
            });
            assertThat(one.assignment()).hasSize(2);
            assertThat(one.committed(one.assignment())).isEqualTo(committed);
            try (var admin = TestBroker.admin(servers)) {
                assertThat(admin.describeConsumerGroups(List.of("g"))
                                .describedGroups()
                                .get("g")
                                .get()
                                .members())
                        .hasSize(2);
            }
        }
    }

    /** The broker that takes over; it ends after the consumers, which say goodbye to it. */
    private final class Successor implements AutoCloseable {
        private ChildJvm broker;

        void start(int port) {
            broker = startChild(port);
            servers(broker);
        }

        @Override
        public void close() {
            if (broker != null) {
                broker.close();
            }
        }
    }

    @Test
    void letsAGroupChangeItsProtocolAndBackWhileItsConsumersLive() throws Exception {
        try (BrokerServer broker = start();
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "moving", 6);
            TestBroker.produce(servers, "moving", Map.of(), 100);
            Set<String> seen = new HashSet<>();
            try (var one = classic(servers, "g");
                    var two = classic(servers, "g")) {
                one.subscribe(List.of("moving"));
                two.subscribe(List.of("moving"));
                awaitShares(seen, Map.of(one, 3, two, 3));
                assertThat(typeOf("g", admin)).isEqualTo(GroupType.CLASSIC);

                // When
                try (var three = consumer(servers, "g", Map.of())) {
                    three.subscribe(List.of("moving"));
                    awaitShares(seen, Map.of(one, 2, two, 2, three, 2));

                    // Then
                    assertThat(typeOf("g", admin)).isEqualTo(GroupType.CONSUMER);
                    one.commitSync();
                    three.commitSync();
                }

                // When, Then
                awaitShares(seen, Map.of(one, 3, two, 3));
                assertThat(typeOf("g", admin)).isEqualTo(GroupType.CLASSIC);
                TestBroker.await(() -> {
                    poll(one, seen);
                    poll(two, seen);
                    return seen.size() == 100;
                });
            }
        }
    }

    @Test
    void letsOperatorsSetTimesOfOneGroup() throws Exception {
        try (BrokerServer broker = start();
                var admin = TestBroker.admin(broker.bootstrapServers())) {
            var group = new ConfigResource(ConfigResource.Type.GROUP, "g");
            var interval = new AlterConfigOp(
                    new ConfigEntry("consumer.heartbeat.interval.ms", "250"), AlterConfigOp.OpType.SET);
            var tooShort = new AlterConfigOp(
                    new ConfigEntry("consumer.heartbeat.interval.ms", "100"), AlterConfigOp.OpType.SET);

            // When
            admin.incrementalAlterConfigs(Map.of(group, List.of(interval)))
                    .all()
                    .get();

            // Then
            var described = admin.describeConfigs(List.of(group)).all().get().get(group);
            assertThat(described.get("consumer.heartbeat.interval.ms").value()).isEqualTo("250");
            assertThat(described.get("consumer.session.timeout.ms").value()).isEqualTo("6000");
            assertThat(described.get("consumer.session.timeout.ms").source())
                    .isEqualTo(ConfigEntry.ConfigSource.STATIC_BROKER_CONFIG);
            assertThatThrownBy(() -> admin.incrementalAlterConfigs(Map.of(group, List.of(tooShort)))
                            .all()
                            .get())
                    .hasCauseInstanceOf(InvalidConfigurationException.class);
            assertThat(admin.listConfigResources(Set.of(ConfigResource.Type.GROUP), new ListConfigResourcesOptions())
                            .all()
                            .get())
                    .containsExactly(group);
        }
    }

    @Test
    void storesGroupsAsKafkasToolsReadThem() throws Exception {
        try (BrokerServer broker = start()) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "t", 2);
            try (var one = consumer(servers, "decoded", Map.of("client.rack", "rack"))) {
                one.subscribe(new SubscriptionPattern("t"));
                awaitShares(new HashSet<>(), Map.of(one, 2));
            }
        }

        // When
        String dump = dumpOffsets();

        // Then
        assertThat(dump)
                .contains("\"type\":\"3\"", "\"metadataHash\":")
                .contains("\"type\":\"5\"", "\"subscribedTopicRegex\":\"t\"", "\"rackId\":\"rack\"")
                .contains("\"type\":\"6\"", "\"assignmentEpoch\":1")
                .contains("\"type\":\"7\"", "\"type\":\"8\"", "\"partitions\":[0,1]")
                .contains("\"type\":\"16\"", "\"topics\":[\"t\"]")
                .contains("isvalid: true");
    }

    private String dumpOffsets() throws IOException {
        StringBuilder dumps = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path ->
                            path.toString().endsWith(".log") && path.toString().contains("__consumer_offsets"))
                    .toList()) {
                PrintStream out = System.out;
                var captured = new ByteArrayOutputStream();
                System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
                try {
                    DumpLogSegments.main(new String[] {"--offsets-decoder", "--files", file.toString()});
                } finally {
                    System.setOut(out);
                }
                dumps.append(captured.toString(StandardCharsets.UTF_8));
            }
        }
        return dumps.toString();
    }

    private static GroupType typeOf(String group, Admin admin) throws Exception {
        return admin.listGroups().all().get().stream()
                .filter(listing -> listing.groupId().equals(group))
                .findFirst()
                .orElseThrow()
                .type()
                .orElseThrow();
    }

    private static void awaitShares(Set<String> seen, Map<KafkaConsumer<String, String>, Integer> shares) {
        TestBroker.await(() -> {
            shares.keySet().forEach(consumer -> poll(consumer, seen));
            return shares.entrySet().stream()
                    .allMatch(share -> share.getKey().assignment().size() == share.getValue());
        });
    }

    private static void awaitRecords(KafkaConsumer<String, String> consumer, Set<String> seen, int count) {
        TestBroker.await(() -> {
            poll(consumer, seen);
            return seen.size() == count;
        });
    }

    private static void poll(KafkaConsumer<String, String> consumer, Set<String> seen) {
        consumer.poll(Duration.ofMillis(30)).forEach(record -> seen.add(record.value()));
    }

    private ChildJvm startChild(int port) {
        Map<String, String> settings = new HashMap<>(QUICK);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port);
        List<String> arguments = new ArrayList<>();
        TestBroker.properties(directory, settings).forEach((name, value) -> arguments.add(name + "=" + value));
        return ChildJvm.start(BrokerMain.class, arguments.toArray(String[]::new));
    }

    private static String servers(ChildJvm broker) {
        return broker.awaitOutput("READY (\\S+)", START_TIMEOUT).group(1);
    }
}
