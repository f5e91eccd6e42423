package io.millrace.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import io.millrace.connect.worker.log.CompactedLog;
import io.millrace.connect.worker.log.OversizedRecord;
import io.millrace.connect.worker.log.StatusRecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

abstract class CompactedLogSuite extends BrokerSuite {

    private static final long TIMEOUT_S = 60;
    private static final Map<String, Object> ENDLESS_FETCH = Map.of(
            "fetch.max.wait.ms", "600000",
            "request.timeout.ms", "700000",
            "default.api.timeout.ms", "800000");

    CompactedLogSuite(BrokerKind broker) {
        super(broker);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForTransactionsThatHideWhatIsCommitted(boolean commit) throws Exception {
        // Given
        String topic = "hidden-offsets-" + commit;
        List<String> heard = new CopyOnWriteArrayList<>();
        topic(topic).create(1, Map.of("cleanup.policy", "compact"));
        try (CompactedLog log = log(topic, heard, Map.of());
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

    @Test
    void readsToTheEndWhileAFetchWaitsForMore() throws Exception {
        // Given
        Topic topic = topic("fetched", 1);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (CompactedLog log = log(topic.name(), heard, ENDLESS_FETCH)) {
            log.start().get(TIMEOUT_S, TimeUnit.SECONDS);
            topic.send(0, "k", "one");

            // When, Then: a fetch that found nothing is answered after the patience of this test
            log.readToEnd().get(TIMEOUT_S, TimeUnit.SECONDS);
            assertThat(heard).containsExactly("one");
            log.readToEnd().get(TIMEOUT_S, TimeUnit.SECONDS);
            log.readWritten(topic.name()).get(TIMEOUT_S, TimeUnit.SECONDS);
        }
    }

    @Test
    void saysWhatIsTooLargeForItsTopic() throws Exception {
        // Given
        Topic topic = topic("narrow-status").create(1, Map.of("cleanup.policy", "compact", "max.message.bytes", "500"));
        byte[] key = StatusRecordCodec.taskKey(new TaskId("orders", 1));
        try (CompactedLog log = log(topic.name(), new CopyOnWriteArrayList<>(), Map.of())) {
            log.start().get(TIMEOUT_S, TimeUnit.SECONDS);

            // When, Then a broker refuses it
            assertThatThrownBy(
                            () -> log.write(topic.name(), key, new byte[1_000]).get(TIMEOUT_S, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("The status of task orders-1 takes 1020 bytes")
                    .hasMessageEndingWith("or raise max.message.bytes of the topic.");

            // When, Then the client does
            assertThatThrownBy(() ->
                            log.append(topic.name(), key, new byte[2_000_000]).get(TIMEOUT_S, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("The status of task orders-1 ")
                    .hasMessageContaining("max.request.size of the worker");
        }
    }

    private CompactedLog log(String topic, List<String> heard, Map<String, Object> reading) {
        Map<String, Object> consumer = new HashMap<>(reading);
        consumer.put("bootstrap.servers", bootstrapServers());
        consumer.put("isolation.level", "read_committed");
        consumer.put("key.deserializer", ByteArrayDeserializer.class);
        consumer.put("value.deserializer", ByteArrayDeserializer.class);
        Map<String, Object> producer = Map.of(
                "bootstrap.servers", bootstrapServers(),
                "key.serializer", ByteArraySerializer.class,
                "value.serializer", ByteArraySerializer.class);
        return new CompactedLog(
                topic,
                consumer,
                producer,
                OversizedRecord.Writer.WORKER,
                Map.of(topic, entry -> heard.add(new String(entry.value(), StandardCharsets.UTF_8))));
    }

    private KafkaProducer<String, String> transactional(String id) {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "transactional.id", id),
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
