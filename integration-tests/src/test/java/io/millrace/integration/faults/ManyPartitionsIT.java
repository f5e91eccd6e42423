package io.millrace.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker with a small heap holds many partitions, half of them in one topic: every second one has records when it is
 * killed. {@code faults/run --partitions N} takes more of them than the build.
 */
class ManyPartitionsIT {

    private static final int PARTITIONS = FaultOptions.rounds("partitions", 1_000);
    private static final int SMALL_TOPIC_PARTITIONS = 100;
    private static final int WIDE_TOPIC_PARTITIONS = PARTITIONS / 2;
    private static final int SMALL_TOPICS = (PARTITIONS - WIDE_TOPIC_PARTITIONS) / SMALL_TOPIC_PARTITIONS;
    /** As the broker's own bound of open segment files. */
    private static final int SEGMENT_FILES_MAX = 4_096;
    /** Jars, sockets, the write-ahead log, the metadata. */
    private static final int OTHER_FILES_MAX = 400;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<NewTopic> topics = new ArrayList<>();

    ManyPartitionsIT() {
        topics.add(new NewTopic("wide", Optional.of(WIDE_TOPIC_PARTITIONS), Optional.empty()));
        for (int number = 0; number < SMALL_TOPICS; number++) {
            topics.add(new NewTopic("small-" + number, Optional.of(SMALL_TOPIC_PARTITIONS), Optional.empty()));
        }
    }

    @Test
    void keepsWhatWasAcknowledgedInManyPartitionsOverAKill(@TempDir Path folder) throws Exception {
        try (FaultyHub hub = FaultyHub.start(folder)) {
            // Given
            long startNanos = System.nanoTime();
            create(hub);
            double createSeconds = secondsSince(startNanos);
            Map<TopicPartition, String> written = write(hub, "first");
            int openFiles = hub.openFiles();

            // When
            hub.kill();
            startNanos = System.nanoTime();
            hub.startAgain();
            double restartSeconds = secondsSince(startNanos);
            Map<TopicPartition, Long> ends = endOffsets(hub, all());

            // Then
            assertThat(ends).hasSize(PARTITIONS);
            ends.forEach((partition, end) ->
                    assertThat(end).as(partition.toString()).isEqualTo(written.containsKey(partition) ? 1 : 0));
            assertThat(read(hub, written.keySet())).isEqualTo(written);
            write(hub, "second");
            assertThat(endOffsets(hub, written.keySet()))
                    .allSatisfy((partition, end) ->
                            assertThat(end).as(partition.toString()).isEqualTo(2));
            assertThat(openFiles).isLessThan(filesMax(written));
            assertThat(hub.openFiles()).isLessThan(filesMax(written));
            FaultOptions.report(
                    "many partitions",
                    1,
                    String.format(
                            "%d partitions created in %.1f s, %d with a record, after kill -9 serving in %.1f s,"
                                    + " open files %d before and %d after",
                            PARTITIONS, createSeconds, written.size(), restartSeconds, openFiles, hub.openFiles()));
        }
    }

    private static int filesMax(Map<TopicPartition, String> written) {
        return Math.min(written.size(), SEGMENT_FILES_MAX) + OTHER_FILES_MAX;
    }

    private static double secondsSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private List<TopicPartition> all() {
        List<TopicPartition> all = new ArrayList<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                all.add(new TopicPartition(topic.name(), partition));
            }
        }
        return all;
    }

    private void create(FaultyHub hub) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", hub.bootstrapServers()))) {
            for (NewTopic topic : topics) {
                admin.createTopics(List.of(topic)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    /** One record for every second partition; returns when all of them are acknowledged. */
    private Map<TopicPartition, String> write(FaultyHub hub, String word) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", hub.bootstrapServers(), "acks", "all", "delivery.timeout.ms", (int)
                        PATIENCE.toMillis());
        Map<TopicPartition, String> written = new LinkedHashMap<>();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (TopicPartition partition : all()) {
                if (partition.partition() % 2 == 0) {
                    String value = word + " of " + partition;
                    sent.add(
                            producer.send(new ProducerRecord<>(partition.topic(), partition.partition(), null, value)));
                    written.put(partition, value);
                }
            }
            for (Future<RecordMetadata> one : sent) {
                one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
        return written;
    }

    private static Map<TopicPartition, Long> endOffsets(FaultyHub hub, Collection<TopicPartition> partitions)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", hub.bootstrapServers()))) {
            var wanted = partitions.stream().collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(wanted)
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        }
    }

    private static Map<TopicPartition, String> read(FaultyHub hub, Collection<TopicPartition> partitions) {
        Map<String, Object> settings = Map.of("bootstrap.servers", hub.bootstrapServers());
        Map<TopicPartition, String> found = new HashMap<>();
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (found.size() < partitions.size() && System.nanoTime() < deadlineNanos) {
                consumer.poll(Duration.ofSeconds(1))
                        .forEach(record ->
                                found.put(new TopicPartition(record.topic(), record.partition()), record.value()));
            }
        }
        return found;
    }
}
