package io.millrace.gateway.groups;

import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.IsolationLevel;

/**
 * Who reads what. All of it is in the token, so that every gateway makes the same consumer of it.
 *
 * @param member his name within the group, as which any gateway takes his place
 * @param topics what he reads
 * @param fromEarliest where he begins in a partition of which the group has committed nothing: at its beginning or its end
 * @param isolation which records he sees
 */
record Membership(String group, UUID member, List<String> topics, boolean fromEarliest, IsolationLevel isolation) {
    Membership {
        topics = List.copyOf(topics);
    }

    /** As the cluster shows it: KIP-345's static member, whose place stays his when another consumer comes with his name. */
    String groupInstanceId() {
        return "gateway-" + member;
    }
}
