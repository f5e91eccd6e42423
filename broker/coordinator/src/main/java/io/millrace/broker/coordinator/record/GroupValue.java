package io.millrace.broker.coordinator.record;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/**
 * A generation of a group.
 *
 * @param stateTimestampMs when the group entered its state, -1 when an old record does not say
 */
public record GroupValue(
        String protocolType,
        int generation,
        Optional<String> protocol,
        Optional<String> leader,
        long stateTimestampMs,
        List<Member> members) {
    public static final long NO_TIMESTAMP = -1;

    public GroupValue {
        members = List.copyOf(members);
    }

    /** A member, with what it subscribed to and what it was assigned. */
    public record Member(
            String memberId,
            Optional<String> groupInstanceId,
            String clientId,
            String clientHost,
            int rebalanceTimeoutMs,
            int sessionTimeoutMs,
            Bytes subscription,
            Bytes assignment) {}
}
