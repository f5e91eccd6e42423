package io.confluent.connect.json;

/** {@link io.millrace.registry.serde.json.connect.JsonSchemaConverter} under the name that existing configs carry. */
public final class JsonSchemaConverter extends io.millrace.registry.serde.json.connect.JsonSchemaConverter {}
