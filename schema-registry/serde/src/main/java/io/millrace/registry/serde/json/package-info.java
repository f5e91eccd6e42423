/**
 * JSON Schema: serializers for producers and consumers.
 *
 * <p>Floor: library; it sees Kafka's client interfaces, Jackson and the registry's own reading of JSON Schema. Each class
 * says which threads may use it.
 */
package io.millrace.registry.serde.json;
