package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupSubscribedToTopicException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Offsets of groups of the consumer protocol, in transactions and when somebody deletes them. */
class ConsumerGroupOffsetsIT {

    private static final TopicPartition READ = new TopicPartition("read", 0);
    private static final TopicPartition OTHER = new TopicPartition("other", 0);

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        broker = TestBroker.start(directory);
        admin = TestBroker.admin(broker.bootstrapServers());
        TestBroker.create(broker.bootstrapServers(), READ.topic(), 1);
        TestBroker.create(broker.bootstrapServers(), OTHER.topic(), 1);
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void aMembersOffsetsAreCommittedWithATransactionAndThoseOfOneThatHasLeftAreNot() throws Exception {
        try (var producer = transactional("offsets")) {
            ConsumerGroupMetadata former;
            try (var member = member("transactional")) {
                // When
                former = member.groupMetadata();
                producer.beginTransaction();
                producer.sendOffsetsToTransaction(offset(READ, 5), former);
                assertThat(committed("transactional")).doesNotContainKey(READ);
                producer.commitTransaction();

                // Then
                assertThat(stable("transactional")).isEqualTo(5);
            }

            // When
            producer.beginTransaction();
            assertThatThrownBy(() -> {
                        producer.sendOffsetsToTransaction(offset(READ, 9), former);
                        producer.commitTransaction();
                    })
                    .isInstanceOf(CommitFailedException.class);
            producer.abortTransaction();

            // Then
            assertThat(stable("transactional")).isEqualTo(5);
        }
    }

    @Test
    void offsetsOfWhatTheGroupReadsStayAndTheOthersGo() throws Exception {
        try (var member = member("deleting")) {
            // Given
            member.commitSync(offset(READ, 3));
            member.commitSync(offset(OTHER, 4));

            // When
            var deleted = admin.deleteConsumerGroupOffsets("deleting", Set.of(READ, OTHER));

            // Then
            assertThatThrownBy(() -> deleted.partitionResult(READ).get())
                    .hasCauseInstanceOf(GroupSubscribedToTopicException.class);
            deleted.partitionResult(OTHER).get();
            assertThat(committed("deleting")).containsEntry(READ, 3L).doesNotContainKey(OTHER);
        }

        // When: nobody is in it any more
        admin.deleteConsumerGroupOffsets("deleting", Set.of(READ)).all().get();

        // Then
        assertThat(committed("deleting")).isEmpty();
    }

    @Test
    void theGreatestTimestampIsLookedForBelowWhatIsCommitted() throws Exception {
        // Given
        var partition = new TopicPartition("timed", 0);
        TestBroker.create(broker.bootstrapServers(), partition.topic(), 1);
        try (var plain = TestBroker.producer(broker.bootstrapServers(), Map.of());
                var open = transactional("timed")) {
            plain.send(new ProducerRecord<>(partition.topic(), 0, 2_000L, "key", "later"))
                    .get();
            plain.send(new ProducerRecord<>(partition.topic(), 0, 1_000L, "key", "sooner"))
                    .get();
            open.beginTransaction();
            open.send(new ProducerRecord<>(partition.topic(), 0, 3_000L, "key", "open"))
                    .get();

            // Then
            assertThat(greatest(partition, IsolationLevel.READ_COMMITTED)).isEqualTo(0);
            assertThat(greatest(partition, IsolationLevel.READ_UNCOMMITTED)).isEqualTo(2);
            open.abortTransaction();
        }
    }

    private static long greatest(TopicPartition partition, IsolationLevel isolation) throws Exception {
        return admin.listOffsets(Map.of(partition, OffsetSpec.maxTimestamp()), new ListOffsetsOptions(isolation))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private static KafkaConsumer<String, String> member(String group) {
        var consumer = TestBroker.consumer(
                broker.bootstrapServers(),
                Map.of("group.id", group, "group.protocol", "consumer", "enable.auto.commit", "false"));
        consumer.subscribe(List.of(READ.topic()));
        TestBroker.await(() -> {
            consumer.poll(Duration.ofMillis(100));
            return consumer.assignment().contains(READ);
        });
        return consumer;
    }

    private static KafkaProducer<String, String> transactional(String id) {
        var producer = TestBroker.producer(broker.bootstrapServers(), Map.of("transactional.id", id));
        producer.initTransactions();
        return producer;
    }

    private static Map<TopicPartition, OffsetAndMetadata> offset(TopicPartition partition, long offset) {
        return Map.of(partition, new OffsetAndMetadata(offset));
    }

    /**
     * What is committed of {@link #READ} once the transactions whose end is decided have their markers: a consumer asks
     * again while the answer is UNSTABLE_OFFSET_COMMIT (KIP-447), where the admin client leaves the partition out.
     */
    private static long stable(String group) {
        try (var reader = TestBroker.consumer(broker.bootstrapServers(), Map.of("group.id", group))) {
            return reader.committed(Set.of(READ)).get(READ).offset();
        }
    }

    private static Map<TopicPartition, Long> committed(String group) throws Exception {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }
}
