package io.millrace.registry.model;

/** That a schema uses a type which another subject holds. */
public record SchemaReference(String name, String subject, int version) {}
