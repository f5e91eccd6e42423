package io.millrace.broker.coordinator.assignor;

import io.millrace.broker.coordinator.record.PartitionSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Uuid;

/**
 * A member as an assignor sees it.
 *
 * @param topics existing topics that it subscribed to
 * @param previous what the last assignment gave it
 */
public record AssignorMember(String memberId, Optional<String> instanceId, Set<Uuid> topics, PartitionSet previous) {}
