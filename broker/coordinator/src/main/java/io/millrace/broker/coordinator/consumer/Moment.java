package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.decision.GroupConfig;
import io.millrace.broker.coordinator.decision.TimerKey;
import io.millrace.broker.coordinator.topology.Topology;
import java.util.function.Predicate;

/**
 * What an operation has to know besides the group.
 *
 * @param armed whether something has a deadline already
 */
public record Moment(GroupConfig config, Topology topology, long nowMs, Predicate<TimerKey> armed) {}
