package io.millrace.connect.worker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plan.TaskId;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;

class ClientConfigsTest {

    @Test
    void isIdempotentUnlessSomebodyWantsLess() {
        assertThat(producer(Map.of(), Map.of()))
                .containsEntry("enable.idempotence", "true")
                .containsEntry("acks", "all")
                .containsEntry("max.in.flight.requests.per.connection", "5");
        assertThat(producer(Map.of(), Map.of("producer.override.acks", "-1")))
                .containsEntry("enable.idempotence", "true");
    }

    @Test
    void takesFewerAcknowledgementsAndKeepsTheOrder() {
        // When
        Map<String, Object> connectors = producer(Map.of(), Map.of("producer.override.acks", "1"));
        Map<String, Object> workers = producer(Map.of("producer.acks", "0"), Map.of());

        // Then
        assertThat(connectors)
                .containsEntry("acks", "1")
                .containsEntry("enable.idempotence", "false")
                .containsEntry("max.in.flight.requests.per.connection", "1");
        assertThat(workers).containsEntry("max.in.flight.requests.per.connection", "1");
        new KafkaProducer<byte[], byte[]>(connectors).close();
        new KafkaProducer<byte[], byte[]>(workers).close();
    }

    @Test
    void sendsLargeBatchesUnlessSomebodyWantsOthers() {
        assertThat(producer(Map.of(), Map.of())).containsEntry("batch.size", "131072");
        assertThat(producer(Map.of("producer.batch.size", "1"), Map.of())).containsEntry("batch.size", "1");
        assertThat(producer(Map.of("producer.batch.size", "1"), Map.of("producer.override.batch.size", "2")))
                .containsEntry("batch.size", "2");
    }

    @Test
    void sendsNoBatchThatTheBufferOrARequestDoesNotHold() {
        Map<String, Object> small = producer(Map.of("producer.buffer.memory", "65536"), Map.of());
        assertThat(small).containsEntry("batch.size", "65536");
        assertThat(producer(Map.of(), Map.of("producer.override.max.request.size", "50000")))
                .containsEntry("batch.size", "50000");
        assertThat(producer(Map.of(), Map.of("producer.override.buffer.memory", "many")))
                .containsEntry("batch.size", "131072");
    }

    @Test
    void keepsTheOrderWithoutIdempotence() {
        assertThat(producer(Map.of(), Map.of("producer.override.enable.idempotence", "false")))
                .containsEntry("enable.idempotence", "false")
                .containsEntry("max.in.flight.requests.per.connection", "1");
    }

    @Test
    void leavesTheNumberInFlightToWhoeverGivesIt() {
        assertThat(producer(
                        Map.of("producer.max.in.flight.requests.per.connection", "3"),
                        Map.of("producer.override.enable.idempotence", "false")))
                .containsEntry("max.in.flight.requests.per.connection", "3");
        Map<String, Object> many =
                producer(Map.of(), Map.of("producer.override.max.in.flight.requests.per.connection", "10"));
        assertThat(many).containsEntry("enable.idempotence", "false");
        new KafkaProducer<byte[], byte[]>(many).close();
    }

    @Test
    void writesRecordsOfInternalTopicsAsLargeAsTheWorkerSays() {
        assertThat(configs(Map.of()).logProducer("id")).doesNotContainKeys("max.request.size", "buffer.memory");
        Map<String, String> large = Map.of("max.request.size", "9000000", "buffer.memory", "70000000");
        assertThat(configs(large).logProducer("id")).containsAllEntriesOf(large);
        assertThat(producer(large, Map.of())).doesNotContainKeys("max.request.size", "buffer.memory");
    }

    @Test
    void doesNotWaitForEverForRoomForALetter() {
        TaskId task = new TaskId("c", 0);
        assertThat(configs(Map.of()).deadLetterProducer(task, Map.of())).containsEntry("max.block.ms", "60000");
        assertThat(configs(Map.of()).deadLetterProducer(task, Map.of("producer.override.max.block.ms", "7")))
                .containsEntry("max.block.ms", "7");
    }

    @Test
    void sinksReadWhatIsCommittedWhereSourcesMayHaveTransactions() {
        TaskId task = new TaskId("c", 0);
        assertThat(configs(Map.of()).sinkConsumer(task, Map.of())).containsEntry("isolation.level", "read_committed");
        assertThat(configs(Map.of("exactly.once.source.support", "disabled")).sinkConsumer(task, Map.of()))
                .doesNotContainKey("isolation.level");
        assertThat(configs(Map.of("consumer.isolation.level", "read_uncommitted"))
                        .sinkConsumer(task, Map.of()))
                .containsEntry("isolation.level", "read_uncommitted");
        assertThat(configs(Map.of())
                        .sinkConsumer(task, Map.of("consumer.override.isolation.level", "read_uncommitted")))
                .containsEntry("isolation.level", "read_uncommitted");
    }

    private static Map<String, Object> producer(Map<String, String> worker, Map<String, String> connector) {
        return configs(worker).sourceProducer(new TaskId("c", 0), connector);
    }

    private static ClientConfigs configs(Map<String, String> worker) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", "localhost:1",
                "group.id", "g",
                "config.storage.topic", "c",
                "offset.storage.topic", "o",
                "status.storage.topic", "s",
                "key.converter", "x",
                "value.converter", "x"));
        properties.putAll(worker);
        return new ClientConfigs(WorkerConfig.parse(properties));
    }
}
