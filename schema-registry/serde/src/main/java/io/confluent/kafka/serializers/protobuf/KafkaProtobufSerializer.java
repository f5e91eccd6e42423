package io.confluent.kafka.serializers.protobuf;

import com.google.protobuf.Message;
import io.millrace.registry.serde.protobuf.ProtobufSerializer;

/** {@link ProtobufSerializer} under the name that existing configs carry. */
public final class KafkaProtobufSerializer<T extends Message> extends ProtobufSerializer<T> {}
