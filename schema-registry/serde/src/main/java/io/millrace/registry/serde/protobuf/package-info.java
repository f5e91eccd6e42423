/**
 * Protobuf: serializers for producers and consumers.
 *
 * <p>Floor: library; it sees Kafka's client interfaces, protobuf-java and the registry's own reading of Protobuf schemas.
 * Each class says which threads may use it.
 */
package io.millrace.registry.serde.protobuf;
