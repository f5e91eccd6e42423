/**
 * The Connect converter for Protobuf: Connect's schemas as files of messages and back, and values between them.
 *
 * <p>Floor: library; it sees connect-api, protobuf-java and the serializers. A converter serves one task, in one thread.
 */
package io.millrace.registry.serde.protobuf.connect;
