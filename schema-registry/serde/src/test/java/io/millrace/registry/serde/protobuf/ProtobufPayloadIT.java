package io.millrace.registry.serde.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Duration;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.confluent.kafka.serializers.protobuf.KafkaProtobufDeserializer;
import io.confluent.kafka.serializers.protobuf.KafkaProtobufSerializer;
import io.millrace.registry.serde.RegistryFixture;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Payloads that are not what they say, or not what their reader is configured for. */
class ProtobufPayloadIT {
    @RegisterExtension
    static final RegistryFixture registry = new RegistryFixture();

    private final String topic = "t-" + UUID.randomUUID();

    private byte[] serialize(Message message) {
        try (KafkaProtobufSerializer<Message> serializer = new KafkaProtobufSerializer<>()) {
            serializer.configure(registry.config(), false);
            return serializer.serialize(topic, message);
        }
    }

    private Message read(byte[] bytes, String... config) {
        try (KafkaProtobufDeserializer<Message> deserializer = new KafkaProtobufDeserializer<>()) {
            deserializer.configure(registry.config(config), false);
            return deserializer.deserialize(topic, bytes);
        }
    }

    @Test
    void refusesTheEndOfAGroupThatNeverBegan() {
        // Given
        byte[] good = serialize(Timestamp.newBuilder().setSeconds(1).setNanos(5).build());
        byte[] cut = HexFormat.of().parseHex(HexFormat.of().formatHex(good).replaceFirst("08011005$", "08010c1005"));

        // Then
        assertThat(cut).hasSize(good.length + 1);
        assertThat(read(good)).isInstanceOf(DynamicMessage.class);
        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("no message of schema");
        assertThatThrownBy(() -> read(cut, "specific.protobuf.value.type", Timestamp.class.getName()))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void refusesAMessageOfAnotherTypeThanTheConfiguredClass() {
        // Given
        byte[] bytes = serialize(Duration.newBuilder().setSeconds(1).build());

        // Then
        assertThat(read(bytes, "specific.protobuf.value.type", Duration.class.getName()))
                .isEqualTo(Duration.newBuilder().setSeconds(1).build());
        assertThatThrownBy(() -> read(bytes, "specific.protobuf.value.type", Timestamp.class.getName()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("google.protobuf.Duration")
                .hasMessageContaining("google.protobuf.Timestamp");
    }
}
