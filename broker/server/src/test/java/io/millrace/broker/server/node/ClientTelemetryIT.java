package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListConfigResourcesOptions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics that real clients push because somebody has subscribed to them. */
class ClientTelemetryIT {

    private static final int NODE = 714;

    @TempDir
    static Path directory;

    private static BrokerServer broker;
    private static Admin admin;

    @BeforeAll
    static void start() throws Exception {
        broker = BrokerServer.start(TestBroker.properties(directory, Map.of("node.id", Integer.toString(NODE))));
        admin = TestBroker.admin(broker.bootstrapServers());
        TestBroker.create(broker.bootstrapServers(), "measured", 1);
    }

    @AfterAll
    static void close() {
        admin.close();
        broker.close();
    }

    @Test
    void whatAProducerPushesIsSeenOverJmx() throws Exception {
        // Given
        subscribe(
                "producers",
                Map.of(
                        "metrics", "org.apache.kafka.producer.",
                        "interval.ms", "100",
                        "match", "client_id=watched-.*,client_software_name=apache-kafka-java"));
        MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

        Map<String, Object> watched = Map.of("client.id", "watched-1", "enable.metrics.push", true);
        Map<String, Object> other = Map.of("client.id", "other", "enable.metrics.push", true);
        try (var producer = TestBroker.producer(broker.bootstrapServers(), watched);
                var unasked = TestBroker.producer(broker.bootstrapServers(), other)) {
            // When
            producer.send(new ProducerRecord<>("measured", "value")).get();
            unasked.send(new ProducerRecord<>("measured", "value")).get();
            Uuid id = producer.clientInstanceId(Duration.ofSeconds(30));
            Uuid otherId = unasked.clientInstanceId(Duration.ofSeconds(30));

            // Then
            ObjectName name = new ObjectName("io.millrace.broker:type=client-metrics,broker=" + NODE
                    + ",client-instance-id=" + id + ",client-id=\"watched-1\"");
            TestBroker.await(() -> beans.isRegistered(name)
                    && attributes(beans, name).contains("org.apache.kafka.producer.record.send.total"));
            assertThat(attributes(beans, name)).allMatch(metric -> metric.startsWith("org.apache.kafka.producer."));
            TestBroker.await(() -> read(beans, name, "org.apache.kafka.producer.record.send.total") == 1.0);
            assertThat(beans.queryNames(
                            new ObjectName("io.millrace.broker:client-instance-id=" + otherId + ",*"), null))
                    .as("nobody asked this one")
                    .isEmpty();
        }
    }

    @Test
    void aClientHasAnInstanceIdWithoutAnySubscription() throws Exception {
        try (Admin measured =
                Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers(), "enable.metrics.push", "true"))) {
            assertThat(measured.clientInstanceId(Duration.ofSeconds(30))).isNotEqualTo(Uuid.ZERO_UUID);
        }
    }

    @Test
    void subscriptionsAreListedAndValidated() throws Exception {
        // When
        subscribe("listed", Map.of("interval.ms", "60000"));

        // Then
        assertThat(admin.listConfigResources(
                                Set.of(ConfigResource.Type.CLIENT_METRICS), new ListConfigResourcesOptions())
                        .all()
                        .get())
                .extracting(ConfigResource::name)
                .contains("listed");
        assertThatThrownBy(() -> subscribe("wrong", Map.of("match", "client=x")))
                .hasCauseInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("client_id");
        assertThatThrownBy(() -> subscribe("wrong", Map.of("match", "client_id=(")))
                .hasCauseInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("regular expression");
        assertThatThrownBy(() -> subscribe("wrong", Map.of("interval.ms", "99")))
                .hasCauseInstanceOf(InvalidConfigurationException.class);
    }

    private static void subscribe(String name, Map<String, String> values) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.CLIENT_METRICS, name);
        List<AlterConfigOp> operations = values.entrySet().stream()
                .map(value ->
                        new AlterConfigOp(new ConfigEntry(value.getKey(), value.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(resource, operations)).all().get();
    }

    private static Set<String> attributes(MBeanServer beans, ObjectName name) {
        try {
            Set<String> names = new HashSet<>();
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                names.add(attribute.getName());
            }
            return names;
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }

    private static double read(MBeanServer beans, ObjectName name, String metric) {
        try {
            return (double) beans.getAttribute(name, metric);
        } catch (JMException e) {
            throw new AssertionError(e);
        }
    }
}
