package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What an operation has to know besides the group.
 *
 * @param armed whether something has a deadline already
 * @param mayDescribe which topics the member that asks may know of; empty where no member of the consumer protocol asks
 */
public record Moment(
        GroupConfig config,
        Topology topology,
        long nowMs,
        Predicate<TimerKey> armed,
        Optional<Predicate<String>> mayDescribe) {}
