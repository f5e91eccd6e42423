package io.confluent.kafka.serializers;

import io.millrace.registry.serde.AvroDeserializer;

/** {@link AvroDeserializer} under the name that existing configs carry. */
public final class KafkaAvroDeserializer extends AvroDeserializer {}
