package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.server.hosting.GroupShards;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.TopicPartitionReplica;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.LogDirNotFoundException;
import org.apache.kafka.common.message.FindCoordinatorRequestData;
import org.apache.kafka.common.message.FindCoordinatorResponseData;
import org.apache.kafka.common.message.FindCoordinatorResponseData.Coordinator;
import org.apache.kafka.common.message.ListOffsetsRequestData;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker with several data directories, and what clients see of one that is not there. */
class SeveralDirectoriesIT {

    private static final int OFFSETS_PARTITIONS = 3;

    @TempDir
    Path folder;

    private Path first;
    private Path second;
    private Map<String, String> properties;

    @BeforeEach
    void configure() {
        first = folder.resolve("first");
        second = folder.resolve("second");
        properties = TestBroker.properties(
                first,
                Map.of(
                        "log.dirs",
                        first + "," + second,
                        "offsets.topic.num.partitions",
                        Integer.toString(OFFSETS_PARTITIONS)));
    }

    private BrokerServer start() {
        return BrokerServer.start(properties);
    }

    @Test
    void spreadsPartitionsEvenlyAndFindsThemAfterARestart() throws Exception {
        // Given
        Map<String, Set<TopicPartition>> before;
        try (BrokerServer broker = start()) {
            // When
            TestBroker.create(broker.bootstrapServers(), "spread", 5);
            TestBroker.create(broker.bootstrapServers(), "small", 1);
            TestBroker.produce(broker.bootstrapServers(), "spread", Map.of(), 200);

            // Then
            before = placed(broker);
            assertThat(before)
                    .containsOnlyKeys(
                            first.resolve("logs").toString(),
                            second.resolve("logs").toString());
            assertThat(before.values()).allMatch(partitions -> partitions.size() == 3);
        }

        // When
        try (BrokerServer broker = start()) {
            // Then
            assertThat(placed(broker)).isEqualTo(before);
            assertThat(TestBroker.consumeAll(broker.bootstrapServers(), "spread", 200))
                    .hasSize(200);
            TestBroker.produce(broker.bootstrapServers(), "spread", Map.of(), 100);
            assertThat(TestBroker.consumeAll(broker.bootstrapServers(), "spread", 300))
                    .hasSize(300);
        }
    }

    private static Map<String, LogDirDescription> described(BrokerServer broker) throws Exception {
        try (Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            return admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1);
        }
    }

    private static Map<String, Set<TopicPartition>> placed(BrokerServer broker) throws Exception {
        Map<String, Set<TopicPartition>> placed = new TreeMap<>();
        described(broker).forEach((path, description) -> {
            assertThat(description.totalBytes()).isPresent();
            assertThat(description.usableBytes()).isPresent();
            placed.put(path, new HashSet<>(description.replicaInfos().keySet()));
        });
        return placed;
    }

    @Test
    void aPartitionStaysWhereItIs() throws Exception {
        try (BrokerServer broker = start();
                Admin admin = TestBroker.admin(broker.bootstrapServers())) {
            // Given
            TestBroker.create(broker.bootstrapServers(), "placed", 1);
            var replica = new TopicPartitionReplica("placed", 0, 1);
            String present = first.resolve("logs").toString();
            String other = second.resolve("logs").toString();

            // Then
            admin.alterReplicaLogDirs(Map.of(replica, present)).all().get();
            assertThatThrownBy(() -> admin.alterReplicaLogDirs(Map.of(replica, other))
                            .all()
                            .get())
                    .hasCauseInstanceOf(InvalidRequestException.class);
            assertThatThrownBy(() -> admin.alterReplicaLogDirs(Map.of(replica, "/elsewhere"))
                            .all()
                            .get())
                    .hasCauseInstanceOf(LogDirNotFoundException.class);
            assertThat(placed(broker).get(present)).containsExactly(new TopicPartition("placed", 0));
        }
    }

    /** Partition 0 of the topic is in the first directory, and so are the groups of an even partition; the rest in the second. */
    private void fill() throws Exception {
        try (BrokerServer broker = start()) {
            String servers = broker.bootstrapServers();
            TestBroker.create(servers, "spread", 2);
            try (var producer = TestBroker.producer(servers, Map.of())) {
                producer.send(new ProducerRecord<>("spread", 0, "key", "in the first"))
                        .get();
                producer.send(new ProducerRecord<>("spread", 1, "key", "in the second"))
                        .get();
            }
            commit(servers, group(0), 1);
            commit(servers, group(1), 1);
            assertThat(placed(broker).get(second.resolve("logs").toString()))
                    .containsExactlyInAnyOrder(
                            new TopicPartition("spread", 1), new TopicPartition("__consumer_offsets", 1));
        }
    }

    /** A group that this partition of the offsets topic holds. */
    private static String group(int partition) {
        int number = 0;
        while (GroupShards.partitionOf("group-" + number, OFFSETS_PARTITIONS) != partition) {
            number++;
        }
        return "group-" + number;
    }

    private static void commit(String servers, String group, long offset) {
        try (var consumer = TestBroker.consumer(servers, Map.of("group.id", group))) {
            consumer.commitSync(Map.of(new TopicPartition("spread", 0), new OffsetAndMetadata(offset)));
        }
    }

    private static long committed(String servers, String group) {
        var partition = new TopicPartition("spread", 0);
        try (var consumer = TestBroker.consumer(servers, Map.of("group.id", group))) {
            return consumer.committed(Set.of(partition)).get(partition).offset();
        }
    }

    @Test
    void servesTheOthersWhenADirectoryCannotBeOpened() throws Exception {
        // Given
        fill();
        Files.move(second, folder.resolve("aside"));
        Files.createFile(second);

        // When
        try (BrokerServer broker = start()) {
            // Then
            assertServesTheFirstAlone(broker);
            LogDirDescription gone =
                    described(broker).get(second.resolve("logs").toString());
            assertThat(gone.error()).isInstanceOf(KafkaStorageException.class);
            assertThat(gone.replicaInfos()).isEmpty();
        }

        // When
        Files.delete(second);
        Files.move(folder.resolve("aside"), second);

        // Then
        assertHasEverything();
    }

    @Test
    void aDiskThatIsNotMountedDoesNotBeginItsPartitionsAnew() throws Exception {
        // Given
        fill();
        Files.move(second, folder.resolve("aside"));
        Files.createDirectory(second);

        // When
        try (BrokerServer broker = start()) {
            // Then
            assertServesTheFirstAlone(broker);
        }

        // Then: nothing was put there that a mount would hide
        assertThat(second).isEmptyDirectory();

        // When
        Files.delete(second);
        Files.move(folder.resolve("aside"), second);

        // Then
        assertHasEverything();
    }

    @Test
    void anotherOrderOfTheDirectoriesBeginsNoOtherCluster() throws Exception {
        // Given
        String clusterId;
        try (BrokerServer broker = start()) {
            TestBroker.create(broker.bootstrapServers(), "spread", 2);
            TestBroker.produce(broker.bootstrapServers(), "spread", Map.of(), 20);
            clusterId = broker.clusterId();
        }
        String order = properties.put("log.dirs", second + "," + first);

        // Then
        for (Map<String, String> more : List.of(Map.<String, String>of(), Map.of("cluster.id", clusterId))) {
            properties.putAll(more);
            assertThatThrownBy(this::start)
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("metadata.log.dir=" + first.resolve("metadata"));
            assertThat(second.resolve("metadata")).doesNotExist();
        }

        // When
        properties.put("log.dirs", order);

        // Then
        try (BrokerServer broker = start()) {
            assertThat(TestBroker.consumeAll(broker.bootstrapServers(), "spread", 20))
                    .hasSize(20);
        }
    }

    private static void assertServesTheFirstAlone(BrokerServer broker) throws Exception {
        String servers = broker.bootstrapServers();
        List<TopicPartitionInfo> partitions;
        try (Admin admin = TestBroker.admin(servers)) {
            partitions = admin.describeTopics(List.of("spread"))
                    .allTopicNames()
                    .get()
                    .get("spread")
                    .partitions();
        }
        assertThat(partitions.get(0).leader()).isNotNull();
        assertThat(partitions.get(1).leader()).isNull();
        try (var consumer = TestBroker.consumer(servers, Map.of())) {
            assertThat(consumer.partitionsFor("spread"))
                    .filteredOn(partition -> partition.partition() == 1)
                    .allMatch(partition -> partition.offlineReplicas().length == 1);
        }
        assertThat(TestBroker.consumeAll(servers, "spread", 1))
                .extracting(ConsumerRecord::value)
                .containsExactly("in the first");
        assertThat(storageErrors(broker, 0)).containsExactly(Errors.NONE, Errors.NONE);
        assertThat(storageErrors(broker, 1)).containsExactly(Errors.KAFKA_STORAGE_ERROR, Errors.KAFKA_STORAGE_ERROR);
        assertThat(coordinatorErrors(broker)).containsExactly(Errors.NONE, Errors.COORDINATOR_NOT_AVAILABLE);
        assertThat(committed(servers, group(0))).isEqualTo(1);
        TestBroker.create(servers, "later", 3);
        TestBroker.produce(servers, "later", Map.of(), 30);
        assertThat(TestBroker.consumeAll(servers, "later", 30)).hasSize(30);
    }

    /** What a read and a write of one partition are answered. */
    private static List<Errors> storageErrors(BrokerServer broker, int partition) throws Exception {
        try (var client = new RawClient(broker.address())) {
            var list = new ListOffsetsRequestData()
                    .setReplicaId(-1)
                    .setTopics(List.of(new ListOffsetsTopic()
                            .setName("spread")
                            .setPartitions(List.of(new ListOffsetsPartition()
                                    .setPartitionIndex(partition)
                                    .setTimestamp(-1)))));
            var listed = client.read(
                    ApiKeys.LIST_OFFSETS, 7, client.send(ApiKeys.LIST_OFFSETS, 7, list), new ListOffsetsResponseData());
            var topics = new TopicProduceDataCollection();
            topics.add(new TopicProduceData()
                    .setName("spread")
                    .setPartitionData(List.of(new PartitionProduceData()
                            .setIndex(partition)
                            .setRecords(MemoryRecords.withRecords(
                                    Compression.NONE, new SimpleRecord("written".getBytes(StandardCharsets.UTF_8)))))));
            var produce = new ProduceRequestData()
                    .setAcks((short) -1)
                    .setTimeoutMs(60_000)
                    .setTopicData(topics);
            var produced = client.read(
                    ApiKeys.PRODUCE, 9, client.send(ApiKeys.PRODUCE, 9, produce), new ProduceResponseData());
            return List.of(
                    Errors.forCode(listed.topics().get(0).partitions().get(0).errorCode()),
                    Errors.forCode(produced.responses()
                            .iterator()
                            .next()
                            .partitionResponses()
                            .get(0)
                            .errorCode()));
        }
    }

    /** Of a group in the first directory, and of one in the second. */
    private static List<Errors> coordinatorErrors(BrokerServer broker) throws Exception {
        try (var client = new RawClient(broker.address())) {
            var request = new FindCoordinatorRequestData().setCoordinatorKeys(List.of(group(0), group(1)));
            return client
                    .read(
                            ApiKeys.FIND_COORDINATOR,
                            4,
                            client.send(ApiKeys.FIND_COORDINATOR, 4, request),
                            new FindCoordinatorResponseData())
                    .coordinators()
                    .stream()
                    .map(Coordinator::errorCode)
                    .map(Errors::forCode)
                    .toList();
        }
    }

    private void assertHasEverything() throws Exception {
        try (BrokerServer broker = start()) {
            String servers = broker.bootstrapServers();
            assertThat(TestBroker.consumeAll(servers, "spread", 3))
                    .extracting(ConsumerRecord::value)
                    .containsExactlyInAnyOrder("in the first", "written", "in the second");
            assertThat(coordinatorErrors(broker)).containsExactly(Errors.NONE, Errors.NONE);
            assertThat(committed(servers, group(1))).isEqualTo(1);
            assertThat(TestBroker.consumeAll(servers, "later", 30)).hasSize(30);
        }
    }
}
