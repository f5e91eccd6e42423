package io.confluent.kafka.serializers;

import io.millrace.registry.serde.AvroSerializer;

/** {@link AvroSerializer} under the name that existing configs carry. */
public final class KafkaAvroSerializer extends AvroSerializer {}
