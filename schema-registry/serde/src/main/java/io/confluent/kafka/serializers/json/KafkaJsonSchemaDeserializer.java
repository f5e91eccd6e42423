package io.confluent.kafka.serializers.json;

import io.millrace.registry.serde.json.JsonSchemaDeserializer;

/** {@link JsonSchemaDeserializer} under the name that existing configs carry. */
public final class KafkaJsonSchemaDeserializer<T> extends JsonSchemaDeserializer<T> {}
