package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills under load: producers get errors, nothing acknowledged is lost, and space brings service back. */
class FullDiskIT {

    private static final String TOPIC = "full";
    private static final int RECORD_BYTES = 100_000;
    private static final int RECORDS_MAX = 5_000;
    private static final long DISK_MIB = 160;

    @Test
    void refusesWhatDoesNotFitAndServesAgainWhenSpaceReturns(@TempDir Path folder) throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MIB + "m", "tmpfs", disk.toString());
        try {
            Path ballast = Files.write(disk.resolve("ballast"), new byte[40 << 20]);
            Map<String, String> properties = new HashMap<>();
            properties.put("roles", "broker");
            properties.put("data.dir", disk.resolve("data").toString());
            properties.put("listeners", "PLAINTEXT://127.0.0.1:0");
            try (Hub hub = Hub.start(properties)) {
                fillAndRecover(hub.address(Role.BROKER), ballast);
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static void fillAndRecover(String bootstrapServers, Path ballast) throws Exception {
        List<Stored> acknowledged = new ArrayList<>();
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", bootstrapServers);
        client.put("delivery.timeout.ms", 4_000);
        client.put("request.timeout.ms", 2_000);
        client.put("linger.ms", 0);
        client.put("max.block.ms", 10_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            boolean refused = false;
            for (int record = 0; record < RECORDS_MAX && !refused; record++) {
                refused = !send(producer, acknowledged, record);
            }
            assertThat(refused).as("the disk never filled").isTrue();
        }
        int before = acknowledged.size();
        Files.delete(ballast);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            for (int sequence = RECORDS_MAX; !send(producer, acknowledged, sequence); sequence++) {
                assertThat(System.nanoTime()).as("service did not resume").isLessThan(deadlineNanos);
            }
        }
        List<Stored> stored = read(bootstrapServers);
        // What was refused may be there none the less, between the others; nothing may be there twice.
        assertThat(stored).containsSubsequence(acknowledged);
        assertThat(stored).extracting(Stored::sequence).doesNotHaveDuplicates();
        System.out.printf(
                "full disk: %d records acknowledged before, all %d there after%n", before, acknowledged.size());
    }

    private static boolean send(KafkaProducer<byte[], byte[]> producer, List<Stored> acknowledged, int sequence)
            throws InterruptedException {
        byte[] value = new byte[RECORD_BYTES];
        ByteBuffer.wrap(value).putInt(sequence);
        try {
            long offset = producer.send(new ProducerRecord<>(TOPIC, 0, null, value))
                    .get()
                    .offset();
            acknowledged.add(new Stored(offset, sequence));
            return true;
        } catch (ExecutionException refused) {
            return false;
        }
    }

    private static List<Stored> read(String bootstrapServers) {
        List<Stored> records = new ArrayList<>();
        TopicPartition partition = new TopicPartition(TOPIC, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    records.add(new Stored(
                            record.offset(), ByteBuffer.wrap(record.value()).getInt()));
                }
            }
        }
        return records;
    }

    /** Where a record is, and which one it is. */
    private record Stored(long offset, int sequence) {}

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + " (mounting a small disk needs root): " + output)
                .isZero();
    }
}
