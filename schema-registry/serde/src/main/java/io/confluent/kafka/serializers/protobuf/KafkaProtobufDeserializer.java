package io.confluent.kafka.serializers.protobuf;

import com.google.protobuf.Message;
import io.millrace.registry.serde.protobuf.ProtobufDeserializer;

/** {@link ProtobufDeserializer} under the name that existing configs carry. */
public final class KafkaProtobufDeserializer<T extends Message> extends ProtobufDeserializer<T> {}
