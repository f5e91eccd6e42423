package io.millrace.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.testing.ChildJvm;
import io.millrace.testing.FreePort;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged with acks=all is there once and in order, however often the broker is killed. */
class KillIT {

    private static final int ROUNDS = 20;
    private static final int PARTITIONS = 3;
    private static final String TOPIC = "kill";
    private static final long SEED = 20261121;

    private final ConcurrentLinkedQueue<Exception> failures = new ConcurrentLinkedQueue<>();

    @Test
    void keepsWhatWasAcknowledgedOnceAndInOrderOverTwentyKills(@TempDir Path folder) throws Exception {
        int port = FreePort.find();
        String[] arguments = {"--roles", "broker", "--set", "listeners=PLAINTEXT://127.0.0.1:" + port};
        Map<String, Object> client = Map.of("bootstrap.servers", "127.0.0.1:" + port);
        Random random = new Random(SEED);
        ChildJvm hub = Distribution.startHub(folder, arguments);
        List<List<Long>> acknowledged = new ArrayList<>();
        try {
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                        .all()
                        .get();
            }
            AtomicBoolean stop = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                List<Long> own = Collections.synchronizedList(new ArrayList<>());
                acknowledged.add(own);
                int target = partition;
                writers.add(new Thread(() -> write(client, target, own, stop), "writer-" + partition));
            }
            writers.forEach(Thread::start);
            for (int round = 0; round < ROUNDS; round++) {
                LockSupport.parkNanos(
                        Duration.ofMillis(300 + random.nextInt(900)).toNanos());
                hub.close();
                hub = Distribution.startHub(folder, arguments);
            }
            stop.set(true);
            for (Thread writer : writers) {
                writer.join();
            }
            assertThat(failures).isEmpty();
            report(acknowledged, read(client));
        } finally {
            hub.close();
        }
    }

    private static void report(List<List<Long>> acknowledged, Map<Integer, List<Long>> stored) {
        long count = 0;
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Long> expected = acknowledged.get(partition);
            // Each writer sends 0, 1, 2, ...: equal lists mean nothing lost, nothing doubled, nothing reordered.
            assertThat(stored.get(partition)).as("partition " + partition).isEqualTo(expected);
            count += expected.size();
        }
        assertThat(count).isGreaterThan(ROUNDS * 100L);
        System.out.printf(
                "kill -9: %d rounds, %,d records acknowledged, 0 lost, 0 doubled, 0 out of order%n", ROUNDS, count);
    }

    private void write(Map<String, Object> client, int partition, List<Long> acknowledged, AtomicBoolean stop) {
        Map<String, Object> properties = new TreeMap<>(client);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("linger.ms", 1);
        properties.put("reconnect.backoff.max.ms", 200);
        properties.put("delivery.timeout.ms", 120_000);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (long sequence = 0; !stop.get() && failures.isEmpty(); sequence++) {
                long value = sequence;
                byte[] bytes = ByteBuffer.allocate(100).putLong(value).array();
                var unused =
                        producer.send(new ProducerRecord<>(TOPIC, partition, null, bytes), (metadata, exception) -> {
                            if (exception == null) {
                                acknowledged.add(value);
                            } else {
                                failures.add(exception);
                            }
                        });
                if (sequence % 50 == 0) {
                    LockSupport.parkNanos(2_000_000);
                }
            }
        }
    }

    private static Map<Integer, List<Long>> read(Map<String, Object> client) {
        Map<Integer, List<Long>> stored = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                TopicPartition topicPartition = new TopicPartition(TOPIC, partition);
                List<TopicPartition> one = List.of(topicPartition);
                consumer.assign(one);
                consumer.seekToBeginning(one);
                long end = consumer.endOffsets(one).get(topicPartition);
                List<Long> values = new ArrayList<>();
                while (consumer.position(topicPartition) < end) {
                    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                        values.add(ByteBuffer.wrap(record.value()).getLong());
                    }
                }
                stored.put(partition, values);
            }
        }
        return stored;
    }
}
