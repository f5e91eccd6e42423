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
    static boolean isDue(ConsumerTurn turn, ConsumerMemberValue member) {
        return !turn.group().isCheckedAgainst(turn.moment().topology().version())
                || expressionDue(turn, member).isPresent();
    }

    /** The member's expression, when it is to be resolved; where nobody knows what the member may see, it stays. */
    private static Optional<String> expressionDue(ConsumerTurn turn, ConsumerMemberValue member) {
        return member.subscription()
                .regex()
                .filter(regex -> turn.moment().mayDescribe().isPresent())
                .filter(regex -> {
                    RegexValue known = turn.group().regexes().get(regex);
                    long version = turn.moment().topology().version();
                    return known == null || !turn.group().isResolvedAgainst(regex, version) || isOld(turn, known);
                });
    }

    private static boolean isOld(ConsumerTurn turn, RegexValue resolved) {
        long ageMs = turn.nowMs() - resolved.timestampMs();
        // What will be resolved only in a time to come was resolved by a clock that has been set back since.
        return ageMs < 0 || ageMs >= turn.config().regexRefreshIntervalMs();
    }

    /**
     * Resolves the expression of the member that asks, if that is due, to the topics that it may know of. Members that
     * share an expression share what it stands for, by the rights of the one that came when it was due.
     */
    static void resolve(ConsumerTurn turn, ConsumerMemberValue member) {
        expressionDue(turn, member).ifPresent(regex -> {
            Topology topology = turn.moment().topology();
            RegexValue known = turn.group().regexes().get(regex);
            SortedSet<String> topics = TopicRegex.topics(regex, topology.topicNames());
            topics.removeIf(turn.moment().mayDescribe().orElseThrow().negate());
            if (known == null || isOld(turn, known) || !known.topics().equals(topics)) {
                turn.storeRegex(regex, new RegexValue(topics, topology.version(), turn.nowMs()));
            }
            turn.resolvedAgainst(regex, topology.version());
        });
    }

    /** Forgets expressions that nobody uses any more and returns the hash of the topics as they are now. */
    static long refresh(ConsumerTurn turn) {
        Topology topology = turn.moment().topology();
        SortedSet<String> used = new TreeSet<>();
        turn.group().members().forEach(member -> member.subscription().regex().ifPresent(regex -> used.add(regex)));
        for (String regex : List.copyOf(turn.group().regexes().keySet())) {
            if (!used.contains(regex)) {
                turn.removeRegex(regex);
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
