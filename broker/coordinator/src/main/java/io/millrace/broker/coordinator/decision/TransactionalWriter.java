package io.millrace.broker.coordinator.decision;

/** The producer in whose transaction records are written; they count when it commits. */
public record TransactionalWriter(long producerId, short producerEpoch) {}
