package io.millrace.registry.serde.connect;

import org.apache.kafka.connect.data.Schema;

/** The Connect schema that an Avro schema becomes (null for schemaless values), and how its values are read. */
record ReadPlan(Schema connect, ValueReader reader) {}
