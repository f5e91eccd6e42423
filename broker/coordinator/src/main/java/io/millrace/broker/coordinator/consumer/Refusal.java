package io.millrace.broker.coordinator.consumer;

import org.apache.kafka.common.protocol.Errors;

/** Why a request is not served, for the program and for its reader. */
public record Refusal(Errors error, String message) {}
