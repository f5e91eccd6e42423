package io.millrace.connect.worker.control;

/** The status of one task of a connector. */
public record TaskStatus(int id, InstanceStatus status) {}
