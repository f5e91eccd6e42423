package io.millrace.broker.coordinator.record;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;

/**
 * Who a member of a consumer group is and what it asked for.
 *
 * @param rebalanceTimeoutMs how long it may take to give up partitions
 * @param classic present for a member that speaks the classic protocol
 */
public record ConsumerMemberValue(
        String memberId,
        Optional<String> instanceId,
        Optional<String> rackId,
        Client client,
        Subscription subscription,
        int rebalanceTimeoutMs,
        Optional<Classic> classic) {

    /** Where it comes from. */
    public record Client(String id, String host) {}

    /** What it wants: topics by name, and those whose names match; and which assignor it would like. */
    public record Subscription(SortedSet<String> topics, Optional<String> regex, Optional<String> assignor) {
        public static final Subscription NONE = new Subscription(new TreeSet<>(), Optional.empty(), Optional.empty());

        public Subscription {
            topics = Collections.unmodifiableSortedSet(topics);
        }
    }

    /** What a member of the classic protocol said when it joined, its protocols most wanted first. */
    public record Classic(int sessionTimeoutMs, List<Protocol> protocols) {

        public Classic {
            protocols = List.copyOf(protocols);
        }
    }

    /** A protocol with its metadata, which for consumers is a subscription. */
    public record Protocol(String name, Bytes metadata) {}

    public boolean isClassic() {
        return classic.isPresent();
    }

    public ConsumerMemberValue withMemberId(String newMemberId) {
        return new ConsumerMemberValue(
                newMemberId, instanceId, rackId, client, subscription, rebalanceTimeoutMs, classic);
    }
}
