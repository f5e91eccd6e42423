package io.millrace.broker.coordinator.record;

/** The epoch of a consumer group, and a hash of what it was made from: the subscribed topics as they were. */
public record GroupEpochValue(int epoch, long metadataHash) {}
