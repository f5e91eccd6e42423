package io.millrace.connect.worker.control;

/** The outcome of writing a configuration: {@code created} tells 201 from 200. */
public record PutResult(boolean created, ConnectorInfo info) {}
