package io.millrace.registry.serde.connect;

import org.apache.avro.Schema;

/** The Avro schema that a Connect schema becomes, and how its values are written. */
record WritePlan(Schema avro, ValueWriter writer) {}
