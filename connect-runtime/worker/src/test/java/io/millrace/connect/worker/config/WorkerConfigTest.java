package io.millrace.connect.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.plan.TaskId;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

    @Test
    void hasTheDefaultsOfKafkaConnect() {
        WorkerConfig config = WorkerConfig.parse(minimal());
        assertThat(config.flush()).isEqualTo(new FlushConfig(60_000, 5_000));
        assertThat(config.stop()).isEqualTo(new StopConfig(5_000, 120_000));
        assertThat(config.group()).isEqualTo(new GroupConfig("g", 10_000, 3_000, 60_000));
        assertThat(config.offsetTopic()).isEqualTo(new InternalTopicConfig("o", 25, (short) -1, Map.of()));
        assertThat(config.statusTopic()).isEqualTo(new InternalTopicConfig("s", 5, (short) -1, Map.of()));
        assertThat(config.configTopic()).isEqualTo(new InternalTopicConfig("c", 1, (short) -1, Map.of()));
        assertThat(config.assignmentTopic().name()).isEqualTo("c-assignments");
        assertThat(config.topicCreationEnabled()).isTrue();
        assertThat(config.topicTrackingEnabled()).isTrue();
    }

    @Test
    void takesExplicitValues() {
        Map<String, String> properties = minimal();
        properties.put("offset.flush.interval.ms", "100");
        properties.put("offset.flush.timeout.ms", "200");
        properties.put("task.shutdown.graceful.timeout.ms", "300");
        properties.put("plugin.call.timeout.ms", "400");
        properties.put("offset.storage.partitions", "7");
        properties.put("offset.storage.replication.factor", "3");
        properties.put("offset.storage.segment.bytes", "1000000");
        WorkerConfig config = WorkerConfig.parse(properties);
        assertThat(config.flush()).isEqualTo(new FlushConfig(100, 200));
        assertThat(config.stop()).isEqualTo(new StopConfig(300, 400));
        assertThat(config.offsetTopic())
                .isEqualTo(new InternalTopicConfig("o", 7, (short) 3, Map.of("segment.bytes", "1000000")));
    }

    @Test
    void lendsTasksAPartOfTheHeapUnlessToldOtherwise() {
        long heap = Runtime.getRuntime().maxMemory();
        assertThat(WorkerConfig.parse(minimal()).budget()).isEqualTo(new BudgetConfig(heap / 8, heap / 4));
        Map<String, String> properties = minimal();
        properties.put("worker.budget.bytes", "1000000");
        assertThat(WorkerConfig.parse(properties).budget()).isEqualTo(new BudgetConfig(500_000, 1_000_000));
        properties.put("task.budget.bytes", "65536");
        assertThat(WorkerConfig.parse(properties).budget()).isEqualTo(new BudgetConfig(65_536, 1_000_000));
        properties.put("task.budget.bytes", "65535");
        assertThatThrownBy(() -> WorkerConfig.parse(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("task.budget.bytes")
                .hasMessageContaining("at least 65536");
    }

    @Test
    void refusesAnUnknownKeyAndNamesTheNearest() {
        Map<String, String> properties = minimal();
        properties.put("offset.flush.intervall.ms", "1");
        assertThatThrownBy(() -> WorkerConfig.parse(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("offset.flush.intervall.ms")
                .hasMessageContaining("did you mean offset.flush.interval.ms");
    }

    @Test
    void writesInTransactionsWhereThatIsPossibleUnlessToldOtherwise() {
        assertThat(WorkerConfig.parse(minimal()).exactlyOnceSources()).isEqualTo(ExactlyOnceSources.AUTO);
        Map<String, String> properties = minimal();
        properties.put("exactly.once.source.support", "Preparing");
        assertThat(WorkerConfig.parse(properties).exactlyOnceSources()).isEqualTo(ExactlyOnceSources.PREPARING);
        properties.put("exactly.once.source.support", "always");
        assertThatThrownBy(() -> WorkerConfig.parse(properties)).hasMessageContaining("exactly.once.source.support");
    }

    @Test
    void letsNobodyElseChooseATransactionalId() {
        ClientConfigs clients = new ClientConfigs(WorkerConfig.parse(minimal()));
        Map<String, String> connector =
                Map.of("producer.override.transactional.id", "mine", "producer.override.enable.idempotence", "false");
        assertThat(clients.transactionalProducer(new TaskId("x", 0), connector, "g-x-0"))
                .containsEntry("transactional.id", "g-x-0")
                .containsEntry("enable.idempotence", "true");
    }

    @Test
    void letsAConnectorOverrideItsClientsOverTheWorker() {
        Map<String, String> properties = minimal();
        properties.put("producer.linger.ms", "5");
        properties.put("consumer.max.poll.records", "50");
        properties.put("security.protocol", "SSL");
        ClientConfigs clients = new ClientConfigs(WorkerConfig.parse(properties));
        Map<String, String> connector = Map.of("producer.override.linger.ms", "9", "consumer.override.group.id", "own");
        assertThat(clients.sourceProducer(new TaskId("x", 0), connector))
                .containsEntry("linger.ms", "9")
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", "true")
                .containsEntry("security.protocol", "SSL")
                .containsEntry("client.id", "connector-producer-x-0");
        assertThat(clients.sinkConsumer(new TaskId("x", 0), connector))
                .containsEntry("group.id", "own")
                .containsEntry("max.poll.records", "50")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", "false");
        assertThat(clients.sinkConsumer(new TaskId("x", 0), Map.of())).containsEntry("group.id", "connect-x");
    }

    private static Map<String, String> minimal() {
        Map<String, String> properties = new HashMap<>();
        properties.put("bootstrap.servers", "localhost:1");
        properties.put("group.id", "g");
        properties.put("key.converter", "K");
        properties.put("value.converter", "V");
        properties.put("config.storage.topic", "c");
        properties.put("offset.storage.topic", "o");
        properties.put("status.storage.topic", "s");
        return properties;
    }
}
