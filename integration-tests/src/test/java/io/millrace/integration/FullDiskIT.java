package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
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
        List<Long> acknowledged = new ArrayList<>();
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
                refused = !send(producer, acknowledged);
            }
            assertThat(refused).as("the disk never filled").isTrue();
        }
        int before = acknowledged.size();
        Files.delete(ballast);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            long deadlineNanos = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (!send(producer, acknowledged)) {
                assertThat(System.nanoTime()).as("service did not resume").isLessThan(deadlineNanos);
            }
        }
        List<Long> stored = offsets(bootstrapServers);
        assertThat(stored).containsAll(acknowledged);
        System.out.printf(
                "full disk: %d records acknowledged before, all %d there after%n", before, acknowledged.size());
    }

    private static boolean send(KafkaProducer<byte[], byte[]> producer, List<Long> acknowledged)
            throws InterruptedException {
        try {
            acknowledged.add(producer.send(new ProducerRecord<>(TOPIC, 0, null, new byte[RECORD_BYTES]))
                    .get()
                    .offset());
            return true;
        } catch (ExecutionException refused) {
            return false;
        }
    }

    private static List<Long> offsets(String bootstrapServers) {
        List<Long> offsets = new ArrayList<>();
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
                    offsets.add(record.offset());
                }
            }
        }
        return offsets;
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + " (mounting a small disk needs root): " + output)
                .isZero();
    }
}
