package io.millrace.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.worker.log.CompactedLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactedLogIT {

    private static final long TIMEOUT_S = 30;

    private final String bootstrapServers = SharedKafka.bootstrapServers();
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForTransactionsThatHideWhatIsCommitted(boolean commit) throws Exception {
        // Given
        String topic = "hidden-offsets-" + commit;
        new Topic(bootstrapServers, topic).create(1, Map.of("cleanup.policy", "compact"));
        try (CompactedLog log = log(topic);
                KafkaProducer<String, String> other = transactional(topic + "-other");
                KafkaProducer<String, String> own = transactional(topic + "-own")) {
            log.start().get(TIMEOUT_S, TimeUnit.SECONDS);
            send(other, topic, "other");
            send(own, topic, "own");
            own.commitTransaction();

            // When
            CompletableFuture<Void> written = log.readWritten(topic);
            CompletableFuture<Void> committed = log.readToEnd();

            // Then
            committed.get(TIMEOUT_S, TimeUnit.SECONDS);
            assertThat(written).isNotDone();
            assertThat(heard).isEmpty();

            // When
            if (commit) {
                other.commitTransaction();
            } else {
                other.abortTransaction();
            }

            // Then
            written.get(TIMEOUT_S, TimeUnit.SECONDS);
            assertThat(heard).isEqualTo(commit ? List.of("other", "own") : List.of("own"));
        }
    }

    private CompactedLog log(String topic) {
        Map<String, Object> consumer = Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "isolation.level",
                "read_committed",
                "key.deserializer",
                ByteArrayDeserializer.class,
                "value.deserializer",
                ByteArrayDeserializer.class);
        Map<String, Object> producer = Map.of(
                "bootstrap.servers", bootstrapServers,
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class);
        return new CompactedLog(
                topic,
                consumer,
                producer,
                Map.of(topic, entry -> heard.add(new String(entry.value(), StandardCharsets.UTF_8))));
    }

    private KafkaProducer<String, String> transactional(String id) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", id),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static void send(KafkaProducer<String, String> producer, String topic, String value) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, 0, value, value)).get(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
