package io.confluent.kafka.serializers.json;

import io.millrace.registry.serde.json.JsonSchemaSerializer;

/** {@link JsonSchemaSerializer} under the name that existing configs carry. */
public final class KafkaJsonSchemaSerializer<T> extends JsonSchemaSerializer<T> {}
