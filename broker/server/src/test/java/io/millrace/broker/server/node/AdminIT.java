package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AdminIT {

    @RegisterExtension
    static final SharedBroker SHARED = new SharedBroker(Map.of());

    @Test
    void createsTopicsWithTheirConfigs() throws Exception {
        // When
        var topic = new NewTopic("configured", 2, (short) 1)
                .configs(Map.of("cleanup.policy", "compact", "retention.ms", "1000", "flush", "async"));
        var created = SHARED.admin().createTopics(List.of(topic));
        created.all().get();

        // Then
        assertThat(created.numPartitions("configured").get()).isEqualTo(2);
        assertThat(created.config("configured").get().get("cleanup.policy").value())
                .isEqualTo("compact");
        var entry = config("configured").get("cleanup.policy");
        assertThat(entry.value()).isEqualTo("compact");
        assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG);
        assertThat(config("configured").get("segment.bytes").source())
                .isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG);
    }

    @Test
    void refusesTopicsThatCannotBe() throws Exception {
        TestBroker.create(SHARED.address(), "taken", 1);
        assertRefused(new NewTopic("taken", 1, (short) 1), TopicExistsException.class);
        assertRefused(new NewTopic("not a name", 1, (short) 1), InvalidTopicException.class);
        assertRefused(
                new NewTopic("odd", 1, (short) 1).configs(Map.of("retention.msec", "1")),
                InvalidConfigurationException.class);
        assertThatThrownBy(() -> SHARED.admin()
                        .describeTopics(List.of("nowhere"))
                        .allTopicNames()
                        .get())
                .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void altersConfigsStepByStep() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "altered", 1);
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, "altered");

        // When
        SHARED.admin()
                .incrementalAlterConfigs(Map.of(
                        resource,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", "1234"), AlterConfigOp.OpType.SET))))
                .all()
                .get();

        // Then
        assertThat(config("altered").get("max.message.bytes").value()).isEqualTo("1234");
        SHARED.admin()
                .incrementalAlterConfigs(Map.of(
                        resource,
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", ""), AlterConfigOp.OpType.DELETE))))
                .all()
                .get();
        assertThat(config("altered").get("max.message.bytes").isDefault()).isTrue();
    }

    @Test
    void growsATopic() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "growing", 1);

        // When
        SHARED.admin()
                .createPartitions(Map.of("growing", NewPartitions.increaseTo(3)))
                .all()
                .get();

        // Then
        assertThat(SHARED.admin()
                        .describeTopics(List.of("growing"))
                        .allTopicNames()
                        .get()
                        .get("growing")
                        .partitions())
                .hasSize(3);
        assertThat(TestBroker.produce(SHARED.address(), "growing", Map.of(), 30))
                .hasSize(30);
    }

    @Test
    void deletesRecordsUpToAnOffset() throws Exception {
        // Given
        TestBroker.create(SHARED.address(), "trimmed", 1);
        TestBroker.produce(SHARED.address(), "trimmed", Map.of(), 20);
        var partition = new TopicPartition("trimmed", 0);

        // When
        var deleted = SHARED.admin().deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(15)));

        // Then
        assertThat(deleted.lowWatermarks().get(partition).get().lowWatermark()).isEqualTo(15);
        var left = TestBroker.consumeAll(SHARED.address(), "trimmed", 5);
        assertThat(left).hasSize(5).first().matches(record -> record.offset() == 15);
    }

    @Test
    void tellsAboutTheClusterItsBrokerAndItsDisk() throws Exception {
        // When
        var cluster = SHARED.admin().describeCluster();

        // Then
        assertThat(cluster.clusterId().get()).isEqualTo(SHARED.server().clusterId());
        assertThat(cluster.nodes().get()).hasSize(1);
        var self = new ConfigResource(ConfigResource.Type.BROKER, "1");
        assertThat(SHARED.admin()
                        .describeConfigs(List.of(self))
                        .all()
                        .get()
                        .get(self)
                        .get("node.id")
                        .value())
                .isEqualTo("1");
        assertThat(SHARED.admin()
                        .describeLogDirs(List.of(1))
                        .allDescriptions()
                        .get()
                        .get(1))
                .hasSize(1);
        assertThat(SHARED.admin().listConfigResources().all().get())
                .contains(
                        new ConfigResource(ConfigResource.Type.BROKER, "1"),
                        new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"));
        assertThat(SHARED.admin()
                        .listConfigResources(
                                Set.of(ConfigResource.Type.BROKER_LOGGER), new ListConfigResourcesOptions())
                        .all()
                        .get())
                .containsExactly(new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1"));
        assertThatThrownBy(() -> SHARED.admin()
                        .listConfigResources(Set.of(ConfigResource.Type.UNKNOWN), new ListConfigResourcesOptions())
                        .all()
                        .get())
                .hasCauseInstanceOf(UnsupportedVersionException.class);
    }

    private static org.apache.kafka.clients.admin.Config config(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return SHARED.admin().describeConfigs(List.of(resource)).all().get().get(resource);
    }

    private static void assertRefused(NewTopic topic, Class<? extends Throwable> reason) {
        assertThatThrownBy(
                        () -> SHARED.admin().createTopics(List.of(topic)).all().get())
                .hasCauseInstanceOf(reason);
    }
}
