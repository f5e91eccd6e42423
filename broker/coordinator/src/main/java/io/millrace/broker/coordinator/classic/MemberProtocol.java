package io.millrace.broker.coordinator.classic;

import org.apache.kafka.common.utils.Bytes;

/** A protocol (assignor) that a member offers, with the subscription in that protocol's form. */
public record MemberProtocol(String name, Bytes metadata) {}
