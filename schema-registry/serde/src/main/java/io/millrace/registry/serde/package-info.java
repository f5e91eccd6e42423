/**
 * Clients of a registry: the REST client, the wire format, and Avro serializers for producers and consumers.
 *
 * <p>Floor: library; it sees Kafka's client interfaces, Avro and Jackson. Each class says which threads may use it.
 */
package io.millrace.registry.serde;
