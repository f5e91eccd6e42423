package io.millrace.broker.coordinator.assignor;

import io.millrace.broker.coordinator.record.PartitionSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * Gives all members about the same number of partitions and moves as few as that takes: everybody keeps what it had,
 * what nobody has goes to the least loaded subscriber, then the loaded give to the less loaded until no single move makes
 * the loads more equal. Racks are not looked at.
 */
final class UniformAssignor implements PartitionAssignor {
    private static final int NOBODY = -1;

    @Override
    public Map<String, PartitionSet> assign(List<AssignorMember> members, SortedMap<Uuid, Integer> partitionCounts) {
        List<AssignorMember> inOrder = members.stream()
                .sorted(Comparator.comparing(AssignorMember::memberId))
                .toList();
        Loads loads = new Loads(inOrder.size());
        SortedMap<Uuid, TopicShares> topics = new TreeMap<>();
        partitionCounts.forEach((topicId, count) -> topics.put(topicId, TopicShares.of(topicId, count, inOrder)));
        keepPrevious(inOrder, topics, loads);
        topics.values().forEach(topic -> topic.giveAway(loads));
        // Whoever is above the average gives down to it first: that alone settles a group that agrees on its topics.
        int average = loads.averageUp();
        topics.values().forEach(topic -> topic.balance(loads, count -> count > average));
        while (descend(topics, loads)) {
            // Each move makes the sum of squared loads smaller, so this ends.
        }
        return result(inOrder, topics);
    }

    /** From the most loaded down, everybody gives one partition to somebody with two fewer. True when one moved. */
    private static boolean descend(SortedMap<Uuid, TopicShares> topics, Loads loads) {
        boolean moved = false;
        for (int level = loads.mostBelow(Integer.MAX_VALUE);
                level > loads.least() + 1;
                level = loads.mostBelow(level)) {
            int giving = level;
            for (TopicShares topic : topics.values()) {
                moved |= topic.balance(loads, count -> count == giving);
            }
        }
        return moved;
    }

    private static void keepPrevious(List<AssignorMember> members, SortedMap<Uuid, TopicShares> topics, Loads loads) {
        for (int index = 0; index < members.size(); index++) {
            AssignorMember member = members.get(index);
            int memberIndex = index;
            member.previous().forEach((topicId, partition) -> {
                TopicShares topic = topics.get(topicId);
                if (topic != null && member.topics().contains(topicId) && topic.isFree(partition)) {
                    topic.owners[partition] = memberIndex;
                    loads.counts[memberIndex]++;
                }
            });
        }
    }

    private static Map<String, PartitionSet> result(List<AssignorMember> members, SortedMap<Uuid, TopicShares> topics) {
        List<PartitionSet.Builder> builders =
                members.stream().map(member -> PartitionSet.builder()).toList();
        topics.forEach((topicId, topic) -> {
            for (int partition = 0; partition < topic.owners.length; partition++) {
                if (topic.owners[partition] != NOBODY) {
                    builders.get(topic.owners[partition]).add(topicId, partition);
                }
            }
        });
        Map<String, PartitionSet> result = new LinkedHashMap<>();
        for (int index = 0; index < members.size(); index++) {
            result.put(members.get(index).memberId(), builders.get(index).build());
        }
        return result;
    }

    /** How many partitions each member has, by its index. */
    private static final class Loads {
        private final int[] counts;

        private Loads(int members) {
            counts = new int[members];
        }

        private int averageUp() {
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            return counts.length == 0 ? 0 : (sum + counts.length - 1) / counts.length;
        }

        private int mostBelow(int limit) {
            int most = 0;
            for (int count : counts) {
                if (count < limit) {
                    most = Math.max(most, count);
                }
            }
            return most;
        }

        private int least() {
            int least = Integer.MAX_VALUE;
            for (int count : counts) {
                least = Math.min(least, count);
            }
            return least;
        }

        /** The first of those who have least. */
        private int leastOf(int[] members) {
            int best = members[0];
            for (int member : members) {
                if (counts[member] < counts[best]) {
                    best = member;
                }
            }
            return best;
        }
    }

    /** One topic: who may have its partitions and who has them. */
    private static final class TopicShares {
        private final int[] subscribers;
        private final int[] owners;

        private TopicShares(int[] subscribers, int[] owners) {
            this.subscribers = subscribers;
            this.owners = owners;
        }

        static TopicShares of(Uuid topicId, int partitionCount, List<AssignorMember> members) {
            int[] subscribers = IntStream.range(0, members.size())
                    .filter(index -> members.get(index).topics().contains(topicId))
                    .toArray();
            int[] owners = new int[partitionCount];
            Arrays.fill(owners, NOBODY);
            return new TopicShares(subscribers, owners);
        }

        boolean isFree(int partition) {
            return partition >= 0 && partition < owners.length && owners[partition] == NOBODY;
        }

        void giveAway(Loads loads) {
            for (int partition = 0; partition < owners.length && subscribers.length > 0; partition++) {
                if (owners[partition] == NOBODY) {
                    owners[partition] = loads.leastOf(subscribers);
                    loads.counts[owners[partition]]++;
                }
            }
        }

        /** @param gives says by its load whether a member gives something away */
        boolean balance(Loads loads, IntPredicate gives) {
            boolean moved = false;
            for (int partition = owners.length - 1; partition >= 0; partition--) {
                int owner = owners[partition];
                if (owner == NOBODY || !gives.test(loads.counts[owner])) {
                    continue;
                }
                int taker = loads.leastOf(subscribers);
                if (loads.counts[owner] > loads.counts[taker] + 1) {
                    owners[partition] = taker;
                    loads.counts[owner]--;
                    loads.counts[taker]++;
                    moved = true;
                }
            }
            return moved;
        }
    }
}
