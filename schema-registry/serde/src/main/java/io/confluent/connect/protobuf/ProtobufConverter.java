package io.confluent.connect.protobuf;

/** {@link io.millrace.registry.serde.protobuf.connect.ProtobufConverter} under the name that existing configs carry. */
public final class ProtobufConverter extends io.millrace.registry.serde.protobuf.connect.ProtobufConverter {}
