package io.millrace.broker.coordinator.decision;

import org.apache.kafka.common.protocol.ApiMessage;

/** An answer, in the generated class of the request's API, for the request that has this id. */
public record Reply(long requestId, ApiMessage response) {}
