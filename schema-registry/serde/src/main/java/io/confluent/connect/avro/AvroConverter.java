package io.confluent.connect.avro;

/** {@link io.millrace.registry.serde.connect.AvroConverter} under the name that existing configs carry. */
public final class AvroConverter extends io.millrace.registry.serde.connect.AvroConverter {}
