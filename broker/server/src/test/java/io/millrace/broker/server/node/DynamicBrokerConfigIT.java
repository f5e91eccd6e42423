package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConfigEntry.ConfigSource;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broker configs: described with their sources, and changed while the broker runs. */
class DynamicBrokerConfigIT {

    private static final ConfigResource SELF = new ConfigResource(ConfigResource.Type.BROKER, "1");
    private static final ConfigResource ALL = new ConfigResource(ConfigResource.Type.BROKER, "");

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerServer.start(TestBroker.properties(
                directory,
                Map.of(
                        "log.segment.bytes",
                        "2000000",
                        "log.retention.hours",
                        "5",
                        "num.io.threads",
                        "3",
                        "log.retention.check.interval.ms",
                        "100")));
        admin = TestBroker.admin(broker.bootstrapServers());
        TestBroker.create(broker.bootstrapServers(), "t", 1);
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void describesTypesSourcesAndWhatIsReadOnly() throws Exception {
        // When
        Config config = describe(SELF);

        // Then
        assertThat(config.get("node.id").type()).isEqualTo(ConfigEntry.ConfigType.INT);
        assertThat(config.get("node.id").isReadOnly()).isTrue();
        assertThat(config.get("num.partitions").source()).isEqualTo(ConfigSource.DEFAULT_CONFIG);
        assertThat(config.get("auto.create.topics.enable").type()).isEqualTo(ConfigEntry.ConfigType.BOOLEAN);
        assertThat(config.get("log.segment.bytes").source()).isEqualTo(ConfigSource.STATIC_BROKER_CONFIG);
        assertThat(config.get("log.segment.bytes").isReadOnly()).isFalse();
        assertThat(config.get("log.cleanup.policy").value()).isEqualTo("delete");
        assertThat(config.get("log.retention.ms").value()).isNull();
        assertThat(config.get("log.retention.ms").synonyms())
                .extracting(ConfigEntry.ConfigSynonym::name)
                .contains("log.retention.hours");
        assertThat(config.get("num.io.threads").value()).isEqualTo("3");
    }

    @Test
    void aBrokersConfigComesBeforeThatOfAllBrokersAndBothBeforeTheFile() throws Exception {
        // Given
        alter(ALL, "log.index.interval.bytes", "5000");
        ConfigEntry ofAll = topic().get("index.interval.bytes");
        alter(SELF, "log.index.interval.bytes", "6000");

        // When
        ConfigEntry ofOne = topic().get("index.interval.bytes");

        // Then
        assertThat(ofAll.value()).isEqualTo("5000");
        assertThat(ofAll.source()).isEqualTo(ConfigSource.DYNAMIC_DEFAULT_BROKER_CONFIG);
        assertThat(ofOne.value()).isEqualTo("6000");
        assertThat(ofOne.source()).isEqualTo(ConfigSource.DYNAMIC_BROKER_CONFIG);
        assertThat(describe(SELF).get("log.index.interval.bytes").synonyms())
                .extracting(ConfigEntry.ConfigSynonym::value)
                .containsExactly("6000", "5000", "4096");
        assertThat(describe(ALL).get("log.index.interval.bytes").value()).isEqualTo("5000");
        alter(SELF, "log.index.interval.bytes", null);
        assertThat(topic().get("index.interval.bytes").value()).isEqualTo("5000");
    }

    @Test
    void aDynamicConfigActsAtOnce() throws Exception {
        // Given
        alter(ALL, "message.max.bytes", "1000");

        // When, Then
        try (var producer = TestBroker.producer(broker.bootstrapServers(), Map.of())) {
            assertThatThrownBy(() -> producer.send(new ProducerRecord<>("t", "x".repeat(2_000)))
                            .get())
                    .hasCauseInstanceOf(RecordTooLargeException.class);
            alter(ALL, "message.max.bytes", null);
            producer.send(new ProducerRecord<>("t", "x".repeat(2_000))).get();
        }
    }

    @Test
    void newBoundsOnConnectionsHoldForTheNextOne() throws Exception {
        // Given
        alter(ALL, "max.connections.per.ip.overrides", "127.0.0.3:1");
        try (var first = new RawClient(broker.address(), "127.0.0.3")) {
            assertThat(served(first)).isTrue();
            try (var second = new RawClient(broker.address(), "127.0.0.3")) {
                assertThat(served(second)).isFalse();
            }

            // When
            alter(ALL, "max.connections.per.ip.overrides", null);

            // Then
            try (var third = new RawClient(broker.address(), "127.0.0.3")) {
                assertThat(served(third)).isTrue();
                alter(ALL, "max.connections.per.ip.overrides", "127.0.0.3:2");
                try (var fourth = new RawClient(broker.address(), "127.0.0.3")) {
                    assertThat(served(fourth)).isFalse();
                }
                assertThat(served(third)).as("open connections stay").isTrue();
            }
        } finally {
            alter(ALL, "max.connections.per.ip.overrides", null);
        }
    }

    @Test
    void idleProducersAreForgottenAsSoonAsWasSetLast() throws Exception {
        // Given
        TestBroker.create(broker.bootstrapServers(), "produced", 1);
        TestBroker.produce(broker.bootstrapServers(), "produced", Map.of(), 1);
        var partition = new TopicPartition("produced", 0);
        assertThat(producers(partition)).isEqualTo(1);

        // When
        alter(ALL, "producer.id.expiration.ms", "1");

        // Then
        try {
            TestBroker.await(() -> producers(partition) == 0);
        } finally {
            alter(ALL, "producer.id.expiration.ms", null);
        }
    }

    private static int producers(TopicPartition partition) {
        return admin.describeProducers(List.of(partition))
                .partitionResult(partition)
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .activeProducers()
                .size();
    }

    private static boolean served(RawClient client) {
        try {
            client.call(ApiKeys.API_VERSIONS, 4, MatrixRequests.apiVersions(), ApiVersionsResponseData.class);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    @Test
    void refusesWhatCannotChangeWhileItRuns() {
        assertThatThrownBy(() -> alter(SELF, "num.network.threads", "4"))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("num.network.threads");
        assertThatThrownBy(() -> alter(ALL, "max.connections.per.ip.overrides", "here"))
                .hasCauseInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("10.0.0.1:100");
        assertThatThrownBy(() -> alter(ALL, "max.connections.per.ip.overrides", "127.0.0.1:9,localhost:3"))
                .hasCauseInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("'localhost', which is not an IP address");
        assertThatThrownBy(() -> alter(SELF, "node.id", "2"))
                .hasCauseInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Cannot update these configs dynamically")
                .hasMessageContaining("node.id");
        assertThatThrownBy(() -> alter(SELF, "log.retention.bytes", "many"))
                .hasCauseInstanceOf(InvalidConfigurationException.class);
        assertThatThrownBy(() -> alter(SELF, "log.retenion.bytes", "1")).hasMessageContaining("log.retention.bytes");
    }

    @Test
    void takesNamesThatMeanNothingHere() throws Exception {
        alter(ALL, "num.replica.fetchers", "4");
        assertThat(describe(ALL).get("num.replica.fetchers").value()).isEqualTo("4");
        assertThatThrownBy(() -> alter(ALL, "num.io.threads", "0"))
                .hasCauseInstanceOf(InvalidConfigurationException.class);
    }

    private static Config topic() throws Exception {
        return describe(new ConfigResource(ConfigResource.Type.TOPIC, "t"));
    }

    private static Config describe(ConfigResource resource) throws Exception {
        return admin.describeConfigs(List.of(resource), new DescribeConfigsOptions().includeSynonyms(true))
                .all()
                .get()
                .get(resource);
    }

    /** Without a value the config is deleted. */
    private static void alter(ConfigResource resource, String name, String value) throws Exception {
        var type = value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET;
        admin.incrementalAlterConfigs(Map.of(resource, List.of(new AlterConfigOp(new ConfigEntry(name, value), type))))
                .all()
                .get();
    }
}
