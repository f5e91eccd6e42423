package io.millrace.connect.worker.cluster;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Configurable;

/**
 * Turns a consumer group into a membership service: it assigns no partitions, and carries in its user data who is there
 * and who leads. The consumer makes the instance; it hands over its worker's place in {@link #MEMBERSHIP}.
 */
public final class WorkerAssignor implements ConsumerPartitionAssignor, Configurable {

    /** The key of the consumer's configuration that holds the {@link Membership} object itself. */
    static final String MEMBERSHIP = "millrace.connect.membership";

    private static final String NAME = "millrace-connect";

    private Membership membership;

    @Override
    public void configure(Map<String, ?> configs) {
        membership = (Membership) configs.get(MEMBERSHIP);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<RebalanceProtocol> supportedProtocols() {
        return List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER);
    }

    @Override
    public ByteBuffer subscriptionUserData(Set<String> topics) {
        return membership.introduction();
    }

    /** Runs in the leader only. */
    @Override
    public GroupAssignment assign(Cluster metadata, GroupSubscription group) {
        SortedMap<String, Roster.Member> members = new TreeMap<>();
        group.groupSubscription().values().forEach(subscription -> {
            Map.Entry<String, Roster.Member> member = Roster.readIntroduction(subscription.userData());
            members.put(member.getKey(), member.getValue());
        });
        ByteBuffer roster = new Roster(-1, membership.workerId(), members).write();
        Map<String, Assignment> assignments = new HashMap<>();
        group.groupSubscription()
                .keySet()
                .forEach(member -> assignments.put(member, new Assignment(List.of(), roster.duplicate())));
        return new GroupAssignment(assignments);
    }

    @Override
    public void onAssignment(Assignment assignment, ConsumerGroupMetadata metadata) {
        membership.joined(Roster.read(metadata.generationId(), assignment.userData()));
    }
}
