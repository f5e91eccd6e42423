package org.apache.kafka.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.connector.policy.AllowlistConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigRequest;
import org.apache.kafka.connect.connector.policy.NoneConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.PrincipalConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.converters.ByteArrayConverter;
import org.apache.kafka.connect.converters.IntegerConverter;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.health.ConnectorType;
import org.apache.kafka.connect.runtime.InternalSinkRecord;
import org.apache.kafka.connect.runtime.errors.ProcessingContext;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class CompatTest {
    @Test
    void aSinkRecordRemembersItsOriginThroughTransformations() {
        // Given
        ConsumerRecord<byte[], byte[]> original = new ConsumerRecord<>("orders", 3, 42, new byte[] {1}, new byte[] {2});
        SinkRecord plain = new SinkRecord(
                "orders", 3, null, "k", null, "v", 42, 7L, TimestampType.CREATE_TIME, List.of(), "orders", 3, 42);

        // When
        InternalSinkRecord record = new InternalSinkRecord(new ProcessingContext<>(original), plain);
        SinkRecord renamed = record.newRecord("renamed", 9, null, "k", null, "w", 8L, List.of());

        // Then
        assertThat(renamed).isInstanceOf(InternalSinkRecord.class);
        assertThat(((InternalSinkRecord) renamed).context().original()).isSameAs(original);
        assertThat(renamed.topic()).isEqualTo("renamed");
        assertThat(renamed.originalTopic()).isEqualTo("orders");
        assertThat(renamed.originalKafkaPartition()).isEqualTo(3);
        assertThat(renamed.originalKafkaOffset()).isEqualTo(42);
    }

    @Test
    void primitivesRoundTripAndRefuseOtherTypes() {
        try (IntegerConverter converter = new IntegerConverter()) {
            converter.configure(Map.of(), false);
            byte[] bytes = converter.fromConnectData("t", Schema.INT32_SCHEMA, 258);
            assertThat(bytes).containsExactly(0, 0, 1, 2);
            assertThat(converter.toConnectData("t", bytes).value()).isEqualTo(258);
            assertThat(converter.toConnectData("t", bytes).schema()).isEqualTo(Schema.OPTIONAL_INT32_SCHEMA);
            assertThat(converter.toConnectData("t", null).value()).isNull();
            assertThat(converter.fromConnectData("t", Schema.OPTIONAL_INT32_SCHEMA, null))
                    .isNull();
            assertThatThrownBy(() -> converter.fromConnectData("t", Schema.STRING_SCHEMA, "x"))
                    .isInstanceOf(DataException.class);
            assertThatThrownBy(() -> converter.fromConnectData("t", null, 1L)).isInstanceOf(DataException.class);
            assertThatThrownBy(() -> converter.toConnectData("t", new byte[] {1}))
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void bytesPassThroughInBothOfTheirJavaForms() {
        try (ByteArrayConverter converter = new ByteArrayConverter()) {
            ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2);
            assertThat(converter.fromConnectData("t", Schema.BYTES_SCHEMA, buffer))
                    .containsExactly(2, 3);
            assertThat(converter.fromConnectData("t", Schema.BYTES_SCHEMA, new byte[] {9}))
                    .containsExactly(9);
            assertThat(buffer.remaining()).isEqualTo(2);
        }
    }

    @Test
    void policiesAllowWhatTheirNamesSay() throws Exception {
        assertThat(refused(new NoneConnectorClientConfigOverridePolicy(), Map.of()))
                .containsExactlyInAnyOrder("acks", "sasl.mechanism");
        assertThat(refused(new PrincipalConnectorClientConfigOverridePolicy(), Map.of()))
                .containsExactly("acks");
        assertThat(refused(
                        new AllowlistConnectorClientConfigOverridePolicy(),
                        Map.of(AllowlistConnectorClientConfigOverridePolicy.ALLOWLIST_CONFIG, "acks, linger.ms")))
                .containsExactly("sasl.mechanism");
        assertThat(refused(new AllowlistConnectorClientConfigOverridePolicy(), Map.of()))
                .hasSize(2);
    }

    private static List<String> refused(ConnectorClientConfigOverridePolicy policy, Map<String, String> config)
            throws Exception {
        try (policy) {
            policy.configure(config);
            return policy
                    .validate(new ConnectorClientConfigRequest(
                            "c",
                            ConnectorType.SINK,
                            SinkConnector.class,
                            Map.of("acks", "0", "sasl.mechanism", "PLAIN"),
                            ConnectorClientConfigRequest.ClientType.PRODUCER))
                    .stream()
                    .filter(verdict -> !verdict.errorMessages().isEmpty())
                    .map(verdict -> verdict.name())
                    .toList();
        }
    }
}
