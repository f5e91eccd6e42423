package io.millrace.broker.metadata.placement;

import io.millrace.broker.metadata.image.BrokerImage;
import io.millrace.broker.metadata.image.MetadataImage;
import io.millrace.broker.metadata.image.PartitionImage;
import io.millrace.broker.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Spreads leaders and replicas evenly over the live brokers: the broker that prefers to lead least becomes preferred
 * leader, those that hold least follow; ties go to the broker that comes next in the circle of ids, so that equal
 * brokers take turns. It remembers what it gave away, so one placement serves a whole command. Racks are not looked at.
 */
public final class ReplicaPlacement {
    private final List<Integer> liveBrokers;
    private final NavigableMap<Integer, Integer> leaderCounts = new TreeMap<>();
    private final NavigableMap<Integer, Integer> replicaCounts = new TreeMap<>();

    public ReplicaPlacement(MetadataImage image) {
        this.liveBrokers = image.brokers().values().stream()
                .filter(broker -> !broker.fenced())
                .map(BrokerImage::brokerId)
                .toList();
        for (int brokerId : liveBrokers) {
            leaderCounts.put(brokerId, 0);
            replicaCounts.put(brokerId, 0);
        }
        for (TopicImage topic : image.topics().byName().values()) {
            for (PartitionImage partition : topic.partitions()) {
                count(partition.replicas());
            }
        }
    }

    public List<Integer> liveBrokers() {
        return liveBrokers;
    }

    /** The brokers of one new partition, preferred leader first. */
    public List<Integer> place(int replicationFactor) {
        if (replicationFactor < 1 || replicationFactor > liveBrokers.size()) {
            throw new IllegalArgumentException(
                    "Can not place " + replicationFactor + " replicas on " + liveBrokers.size() + " brokers");
        }
        int leader = Collections.min(
                liveBrokers, Comparator.<Integer>comparingInt(leaderCounts::get).thenComparingInt(replicaCounts::get));
        List<Integer> followers = new ArrayList<>(circleAfter(leader));
        followers.sort(Comparator.comparingInt(replicaCounts::get));
        List<Integer> replicas = new ArrayList<>();
        replicas.add(leader);
        replicas.addAll(followers.subList(0, replicationFactor - 1));
        count(replicas);
        return replicas;
    }

    /** Takes note of replicas that somebody else placed. */
    public void count(List<Integer> replicas) {
        if (!replicas.isEmpty()) {
            leaderCounts.computeIfPresent(replicas.get(0), (brokerId, count) -> count + 1);
        }
        for (int brokerId : replicas) {
            replicaCounts.computeIfPresent(brokerId, (id, count) -> count + 1);
        }
    }

    private List<Integer> circleAfter(int brokerId) {
        int position = liveBrokers.indexOf(brokerId);
        List<Integer> circle = new ArrayList<>(liveBrokers.subList(position + 1, liveBrokers.size()));
        circle.addAll(liveBrokers.subList(0, position));
        return circle;
    }
}
