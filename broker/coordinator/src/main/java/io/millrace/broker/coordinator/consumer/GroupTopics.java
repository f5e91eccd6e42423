package io.millrace.broker.coordinator.consumer;

import io.millrace.broker.coordinator.record.ConsumerMemberValue;
import io.millrace.broker.coordinator.record.RegexValue;
import io.millrace.broker.coordinator.topology.Topology;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.common.Uuid;

/** Which topics a group reads, and whether they are still as they were when its epoch began. */
public final class GroupTopics {
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private GroupTopics() {}

    /** By name, expressions included; topics that do not exist are in it too. */
    public static SortedSet<String> of(ConsumerGroup group) {
        SortedSet<String> topics = new TreeSet<>();
        group.members().forEach(member -> topics.addAll(of(group, member)));
        return topics;
    }

    static SortedSet<String> of(ConsumerGroup group, ConsumerMemberValue member) {
        Optional<RegexValue> matched =
                member.subscription().regex().map(regex -> group.regexes().get(regex));
        if (matched.isEmpty()) {
            return member.subscription().topics();
        }
        SortedSet<String> topics = new TreeSet<>(member.subscription().topics());
        topics.addAll(matched.get().topics());
        return topics;
    }

    /** Whether it is time to look at the cluster again. */
    static boolean isDue(ConsumerTurn turn) {
        ConsumerGroup group = turn.group();
        return !group.isCheckedAgainst(turn.moment().topology().version())
                || group.regexes().values().stream().anyMatch(resolved -> isOld(turn, resolved));
    }

    private static boolean isOld(ConsumerTurn turn, RegexValue resolved) {
        return turn.nowMs() - resolved.timestampMs() >= turn.config().regexRefreshIntervalMs();
    }

    /** Resolves expressions again and returns the hash of the topics as they are now. */
    static long refresh(ConsumerTurn turn) {
        Topology topology = turn.moment().topology();
        SortedSet<String> used = new TreeSet<>();
        turn.group().members().forEach(member -> member.subscription().regex().ifPresent(regex -> used.add(regex)));
        for (String regex : List.copyOf(turn.group().regexes().keySet())) {
            if (!used.contains(regex)) {
                turn.removeRegex(regex);
            }
        }
        boolean moved = !turn.group().isCheckedAgainst(topology.version());
        for (String regex : used) {
            RegexValue known = turn.group().regexes().get(regex);
            if (known == null || moved || isOld(turn, known)) {
                SortedSet<String> topics = TopicRegex.topics(regex, topology.topicNames());
                if (known == null || isOld(turn, known) || !known.topics().equals(topics)) {
                    turn.storeRegex(regex, new RegexValue(topics, topology.version(), turn.nowMs()));
                }
            }
        }
        turn.checkedAgainst(topology.version());
        return hash(turn.group(), topology);
    }

    static long hash(ConsumerGroup group, Topology topology) {
        long hash = FNV_BASIS;
        for (String name : of(group)) {
            Optional<Topology.Topic> topic = topology.topic(name);
            if (topic.isPresent()) {
                Uuid id = topic.get().id();
                hash = mix(hash, id.getMostSignificantBits());
                hash = mix(hash, id.getLeastSignificantBits());
                hash = mix(hash, topic.get().partitionCount());
                for (byte part : name.getBytes(StandardCharsets.UTF_8)) {
                    hash = mix(hash, part);
                }
            }
        }
        return hash;
    }

    private static long mix(long hash, long value) {
        long mixed = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (value >>> shift & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }
}
