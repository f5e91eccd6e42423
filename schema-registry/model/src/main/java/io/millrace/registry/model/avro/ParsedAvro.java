package io.millrace.registry.model.avro;

import org.apache.avro.Schema;

/** A schema that parsed, and its text as this registry writes it: references stay references. */
public record ParsedAvro(Schema schema, String canonicalText) {}
